"""The data of a release, kept as it was: the archive that `script/backup` made of its demonstration, in the clear.

It was made with the code of its release (`load_demonstration` on SQLite), so every row was written by the services of
that time. Parts of tables are unpacked, and the whole is packed by xz, which finds that most evidence is alike.
"""

import gzip
import json
import tarfile
from collections import defaultdict
from pathlib import Path

from innovation_portal.utils.backup.archive import FILE_LIST, MANIFEST, TABLES, ArchiveWriter, writing
from innovation_portal.utils.backup.manifest import Manifest, StoredCopy

FOLDER = Path(__file__).parent


class Kept:
    """Manifest, rows by table as mappings of column to value, and the files of a kept release."""

    def __init__(self, name: str):
        self._path = FOLDER / f"{name}.tar.xz"
        self._members = self._read()
        self.manifest = Manifest.from_json(self._members[MANIFEST])
        self.rows: dict[str, list[dict]] = defaultdict(list)
        for member in filter(self._is_rows, self._members):
            label = member.removeprefix(TABLES).partition("/")[0]
            columns = self.manifest.tables[label].columns
            for line in self._lines(member):
                self.rows[label].append(dict(zip(columns, json.loads(line), strict=True)))

    @property
    def files(self) -> dict[str, StoredCopy]:
        rows = map(json.loads, self._members[FILE_LIST.removesuffix(".gz")].splitlines())
        return {name: StoredCopy(size, sha256) for name, size, sha256 in rows}

    def write(self, path: Path, recipients: list[str]) -> None:
        """Write the archive as it was, encrypted to other keys."""
        with path.open("wb") as target, writing(target, recipients) as writer:
            for name, content in self._members.items():
                self._add(writer, name, content)

    def _add(self, writer: ArchiveWriter, name: str, content: bytes) -> None:
        is_packed = name.endswith(".jsonl")
        writer.add(f"{name}.gz" if is_packed else name, gzip.compress(content) if is_packed else content)

    def _read(self) -> dict[str, bytes]:
        with tarfile.open(self._path) as tar:
            return {info.name: tar.extractfile(info).read() for info in tar}

    def _lines(self, member: str) -> list[str]:
        return self._members[member].decode().split("\n")[:-1]

    @staticmethod
    def _is_rows(member: str) -> bool:
        return member.startswith(TABLES)
