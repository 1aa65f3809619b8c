"""Backups: one encrypted archive of database and files, the way back, and the comparison (docs/backup.md).

An archive is a tar in the age format (https://age-encryption.org/v1), so an operator opens it without the portal:
`age --decrypt --identity key.txt portal-….tar.age | tar --extract`. It holds

- `files/<name>`: every stored file that the database names. Of two with one name the later counts, as for tar;
- `tables/<app.Model>/<part>.jsonl.gz`: the rows in the order of their keys, a JSON list each, the key first;
- `files.jsonl.gz`: name, size in bytes and SHA-256 of every file;
- `manifest.json`: migrations, columns, counts and digests. It comes last, so an archive that has one is whole;
- `manifest.json.sig`: behind it its Ed25519 signature, 64 bytes, where the server has a key for that.
"""
