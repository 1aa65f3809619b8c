"""Reading an archive to its end without writing anything."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import IO

from innovation_portal.utils.backup.archive import (
    FILE_LIST,
    FILES,
    MANIFEST,
    MOST_PART_BYTES,
    SIGNATURE,
    TABLES,
    members_of,
    read_manifest,
    table_of,
    unpacked,
)
from innovation_portal.utils.backup.errors import DamagedArchive
from innovation_portal.utils.backup.manifest import FORMAT, Manifest, StoredCopy
from innovation_portal.utils.backup.signing import check_origin

PIECE = 1024 * 1024


def verify(path: Path, key_file: Path, *, unsigned: bool = False) -> tuple[Manifest, dict[str, StoredCopy]]:
    """Hold every row and file of an archive against its manifest; return it with the files by name.

    The manifest must be signed by whom the key file names, unless the caller takes it `unsigned`. Raises `WrongKey`,
    `DamagedArchive` or `UnknownOrigin`.
    """
    found = _Found()
    with members_of(path, key_file) as members:
        for name, stream, size in members:
            found.read(name, stream, size)
    if found.manifest is None:
        raise DamagedArchive("The archive has no manifest.")
    found.compare()
    if not unsigned:
        check_origin(found.manifest_text, found.signature, key_file)
    return found.manifest, found.listed


def file_digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


class _Found:
    """What was really in an archive."""

    def __init__(self):
        self.manifest: Manifest | None = None
        self.manifest_text, self.signature = b"", None
        self.listed: dict[str, StoredCopy] = {}
        self._list_digest = ""
        self._files: dict[str, StoredCopy] = {}
        self._rows: dict[str, int] = defaultdict(int)
        self._digests: dict[str, Callable] = defaultdict(hashlib.sha256)

    def read(self, name: str, stream: IO[bytes], size: int) -> None:
        if name.startswith(FILES):
            self._files[name.removeprefix(FILES)] = StoredCopy(size, file_digest(stream))
        elif name.startswith(TABLES):
            part = unpacked(stream)
            self._rows[table_of(name)] += part.count(b"\n")
            self._digests[table_of(name)].update(part)
        elif name == FILE_LIST:
            content = unpacked(stream)
            self._list_digest = hashlib.sha256(content).hexdigest()
            rows = map(json.loads, content.splitlines())
            self.listed = {name: StoredCopy(size, sha256) for name, size, sha256 in rows}
        elif name == MANIFEST:
            self.manifest_text = stream.read(MOST_PART_BYTES)
            self.manifest = read_manifest(self.manifest_text)
        elif name == SIGNATURE:
            self.signature = stream.read(MOST_PART_BYTES)
        else:
            raise DamagedArchive(f"The archive holds something that no backup writes: {name}.")

    def compare(self) -> None:
        if self.manifest.format != FORMAT:
            raise DamagedArchive(f"The archive has format {self.manifest.format}; this code reads {FORMAT}.")
        for label, facts in self.manifest.tables.items():
            if (self._rows[label], self._digests[label].hexdigest()) != (facts.rows, facts.sha256):
                raise DamagedArchive(f"The rows of {label} are not those that were written.")
        digest = self.manifest.files_sha256 or self._list_digest
        if (len(self.listed), self._list_digest) != (self.manifest.files, digest):
            raise DamagedArchive("The list of files is not the one that was written.")
        for name, copy in self.listed.items():
            if self._files.get(name) != copy:
                raise DamagedArchive(f"The file {name} is not the one that was written.")
