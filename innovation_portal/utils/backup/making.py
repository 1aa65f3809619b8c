"""One archive of the database as it is at one moment, and of the files that it names then."""

from collections.abc import Callable
from datetime import UTC
from typing import IO

from django.db import connection

from innovation_portal import __version__
from innovation_portal.utils import clock
from innovation_portal.utils.backup.archive import ArchiveWriter, writing
from innovation_portal.utils.backup.database import SNAPSHOT, Snapshot, apps_at, migrations_of, sequences_of, snapshot
from innovation_portal.utils.backup.errors import BackupError
from innovation_portal.utils.backup.files import FileCopier, names_in
from innovation_portal.utils.backup.manifest import Manifest
from innovation_portal.utils.backup.rows import Table, tables_in

# A file that is deleted while the others are copied costs another look at the database, and then only what is new is
# copied. So the second look is quick, and five are never needed.
MOST_SNAPSHOTS = 5


def write_archive(target: IO[bytes], recipients: list[str], *, say: Callable[[str], None]) -> Manifest:
    """Write database and files to `target`, encrypted to the public keys, and return what the archive says of itself.

    Files come first: as long as one of the snapshot was deleted before it was copied, a newer snapshot is taken, which
    no longer names it. So an archive never names a file that it lacks, but for those that the portal itself misses.
    Raises `BackupError`, and what database and storage raise.
    """
    with writing(target, recipients) as writer:
        copier = FileCopier(writer)
        for attempt in range(1, MOST_SNAPSHOTS + 1):
            with snapshot() as seen:
                say(f"Snapshot {attempt}")
                manifest = _begun(seen)
                tables = tables_in(apps_at(manifest.migrations, seen.connection))
                if _has_all_files(copier, tables, seen, manifest, say):
                    _write_rest(writer, copier, tables, seen, manifest, say)
                    return manifest
    raise BackupError(f"Files vanished faster than they could be copied, {MOST_SNAPSHOTS} times. Try again later.")


def _begun(seen: Snapshot) -> Manifest:
    return Manifest(
        made_at=clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        release=__version__,
        database=seen.connection.vendor,
        migrations=migrations_of(seen.connection),
    )


def _has_all_files(
    copier: FileCopier, tables: list[Table], seen: Snapshot, manifest: Manifest, say: Callable[[str], None]
) -> bool:
    """Copy what the snapshot names, and say whether that was all; what the portal itself misses is written down."""
    in_columns, in_json = names_in(tables, SNAPSHOT)
    say(f"{len(in_columns | in_json)} files")
    absent, changed = copier.copy(in_columns, before=seen.taken_at, say=say)
    changed |= copier.copy(in_json, before=seen.taken_at, say=say)[1]
    if changed or (absent and absent - names_in(tables, connection.alias)[0]):
        return False
    copier.forget_but(in_columns | in_json)
    manifest.missing_files = sorted(absent)
    return True


def _write_rest(
    writer: ArchiveWriter,
    copier: FileCopier,
    tables: list[Table],
    seen: Snapshot,
    manifest: Manifest,
    say: Callable[[str], None],
) -> None:
    for table in tables:
        facts = writer.add_table(table.label, table.columns, table.lines(SNAPSHOT))
        manifest.tables[table.label] = facts
        if facts.rows:
            say(f"{table.label}: {facts.rows} rows")
    manifest.sequences = sequences_of(tables, seen.connection)
    manifest.files_sha256 = writer.add_file_list(copier.copies)
    manifest.files = len(copier.copies)
    manifest.files_size = sum(copy.size for copy in copier.copies.values())
    writer.add_manifest(manifest)
