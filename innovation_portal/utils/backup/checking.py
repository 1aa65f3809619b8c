"""Reading an archive to its end without writing anything."""

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from innovation_portal.utils.backup.archive import (
    FILE_LIST,
    FILES,
    MANIFEST,
    MOST_PART_BYTES,
    SIGNATURE,
    TABLES,
    RowsRead,
    members_of,
    read_manifest,
    table_of,
    unpacked,
)
from innovation_portal.utils.backup.errors import DamagedArchive
from innovation_portal.utils.backup.manifest import FORMAT, Manifest, StoredCopy
from innovation_portal.utils.backup.signing import UnknownOrigin, check_origin
from innovation_portal.utils.backup.targets import moment_in

PIECE = 1024 * 1024
# An archive is named when it is begun, so its name is the earlier of the two but for a clock that was set meanwhile.
LATEST_NAME = timedelta(hours=1)


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
    _check_name(path, found.manifest)
    return found.manifest, found.listed


def _check_name(path: Path, manifest: Manifest) -> None:
    """Of a folder the newest is restored: nobody must be able to put an old archive there under a younger name."""
    named, made_at = moment_in(path.name), datetime.fromisoformat(manifest.made_at)
    if named and named - made_at > LATEST_NAME:
        raise UnknownOrigin(f"The archive was made on {made_at:%Y-%m-%d %H:%M} UTC, and its name says later.")


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
        self._rows = RowsRead()

    def read(self, name: str, stream: IO[bytes], size: int) -> None:
        if name.startswith(FILES):
            self._files[name.removeprefix(FILES)] = StoredCopy(size, file_digest(stream))
        elif name.startswith(TABLES):
            self._rows.take(table_of(name), unpacked(stream))
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
        self._rows.hold_against(self.manifest)
        digest = self.manifest.files_sha256 or self._list_digest
        if (len(self.listed), self._list_digest) != (self.manifest.files, digest):
            raise DamagedArchive("The list of files is not the one that was written.")
        for name, copy in self.listed.items():
            if self._files.get(name) != copy:
                raise DamagedArchive(f"The file {name} is not the one that was written.")
