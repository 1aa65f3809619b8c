"""The tar inside: written and read from its beginning to its end, a part at a time."""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from innovation_portal.utils.backup.encryption import decrypting, encrypting
from innovation_portal.utils.backup.errors import BackupError, DamagedArchive
from innovation_portal.utils.backup.manifest import Manifest, StoredCopy, TableFacts
from innovation_portal.utils.backup.signing import own_signing_key

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
FILE_LIST = "files.jsonl.gz"
FILES = "files/"
TABLES = "tables/"
# Rows are packed in parts of about so many bytes, which is what is in memory at once.
PART_BYTES = 1024 * 1024
# A part is one row where that is larger. Whoever made an archive must not decide how much memory reading it takes.
MOST_PART_BYTES = 256 * 1024 * 1024


class ArchiveWriter:
    def __init__(self, stream: IO[bytes], signer: Ed25519PrivateKey | None):
        self._signer = signer
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def add_file(self, name: str, handle: IO[bytes], size: int) -> StoredCopy:
        """Take in a stored file of `size` bytes; raises OSError when it is shorter."""
        measured = _Measured(handle)
        self._add(FILES + name, measured, size)
        return StoredCopy(size, measured.digest.hexdigest())

    def add_table(self, label: str, columns: list[str], lines: Iterable[str]) -> TableFacts:
        """Take in the rows of a table, packed in parts."""
        facts, digest = TableFacts(columns), hashlib.sha256()
        for number, part in enumerate(_parts(lines), start=1):
            facts.rows += part.count(b"\n")
            digest.update(part)
            self.add(f"{TABLES}{label}/{number:05}.jsonl.gz", _packed(part))
        facts.sha256 = digest.hexdigest()
        return facts

    def add_file_list(self, copies: dict[str, StoredCopy]) -> str:
        """Take in the names of all files, and return the SHA-256 of the list."""
        lines = (
            json.dumps([name, copies[name].size, copies[name].sha256], ensure_ascii=False) for name in sorted(copies)
        )
        content = "".join(f"{line}\n" for line in lines).encode()
        self.add(FILE_LIST, _packed(content))
        return hashlib.sha256(content).hexdigest()

    def add_manifest(self, manifest: Manifest) -> None:
        text = manifest.to_json().encode()
        self.add(MANIFEST, text)
        if self._signer:
            self.add(SIGNATURE, self._signer.sign(text))

    def add(self, name: str, content: bytes) -> None:
        self._add(name, BytesIO(content), len(content))

    def close(self) -> None:
        self._tar.close()

    def _add(self, name: str, source, size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o640
        self._tar.addfile(info, source)
        self._tar.members.clear()  # tarfile would remember every member to the end


class _Measured:
    """A stream that takes its own digest while it is read."""

    def __init__(self, handle: IO[bytes]):
        self._handle, self.digest = handle, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._handle.read(size)
        self.digest.update(piece)
        return piece


def _packed(part: bytes) -> bytes:
    if len(part) > MOST_PART_BYTES:
        raise BackupError(f"A part of the archive would have {len(part)} bytes, more than a restore takes.")
    return gzip.compress(part, compresslevel=4, mtime=0)


def _parts(lines: Iterable[str]) -> Iterator[bytes]:
    part = bytearray()
    for line in lines:
        part += line.encode() + b"\n"
        if len(part) >= PART_BYTES:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


@contextmanager
def writing(target: IO[bytes], recipients: list[str]) -> Iterator[ArchiveWriter]:
    """Give a writer whose archive stands in `target` when the block has ended without an error."""
    signer = own_signing_key()
    with encrypting(target, recipients) as stream:
        writer = ArchiveWriter(stream, signer)
        yield writer
        writer.close()


@contextmanager
def members_of(path: Path, key_file: Path) -> Iterator[Iterator[tuple[str, IO[bytes], int]]]:
    """Give name, stream and size of what is in an archive, in its order; each is read before the next is asked for.

    Raises `WrongKey` or `DamagedArchive`.
    """
    with path.open("rb") as source, decrypting(source, key_file) as stream:
        yield _members(stream)


def _members(stream: IO[bytes]) -> Iterator[tuple[str, IO[bytes], int]]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            tar.fileobj.seekable = lambda: False  # storages ask, and tarfile gives its streams no answer
            for info in tar:
                if not info.isfile() or info.issparse():
                    raise DamagedArchive(f"The archive holds something that no backup writes: {info.name}.")
                yield info.name, tar.extractfile(info), info.size
                tar.members.clear()
    except (tarfile.TarError, EOFError) as error:
        raise DamagedArchive("The archive is damaged or cut off.") from error


def table_of(member: str) -> str:
    """Return the label of the table that a member named `tables/<label>/<part>` belongs to."""
    return member.removeprefix(TABLES).partition("/")[0]


def unpacked(packed: IO[bytes]) -> bytes:
    """Return what is packed in this stream, which is read no further than a part may reach."""
    try:
        with gzip.GzipFile(fileobj=packed) as stream:
            part = stream.read(MOST_PART_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedArchive("A part of the archive cannot be unpacked.") from error
    if len(part) > MOST_PART_BYTES:
        raise DamagedArchive("A part of the archive unfolds to more than any backup writes.")
    return part


def lines_of(part: bytes) -> list[str]:
    """Return the rows of a part of a table; a row holds no line end, but may hold what Unicode counts as one."""
    return part.decode().split("\n")[:-1]


class RowsRead:
    """How many rows of each table were read, and their digests."""

    def __init__(self):
        self._rows: dict[str, int] = defaultdict(int)
        self._digests: dict[str, Any] = defaultdict(hashlib.sha256)

    def take(self, label: str, part: bytes) -> None:
        self._rows[label] += part.count(b"\n")
        self._digests[label].update(part)

    def hold_against(self, manifest: Manifest) -> None:
        """Raise `DamagedArchive` unless these are the rows that the manifest speaks of, all of them and no others."""
        for label in manifest.tables.keys() | self._rows:
            facts = manifest.tables.get(label)
            if facts is None or (self._rows[label], self._digests[label].hexdigest()) != (facts.rows, facts.sha256):
                raise DamagedArchive(f"The rows of {label} are not those that were written.")


def read_manifest(text: bytes) -> Manifest:
    try:
        return Manifest.from_json(text)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedArchive("The manifest of the archive cannot be read.") from error
