"""What an archive says of itself."""

import json
from dataclasses import asdict, dataclass, field

FORMAT = 1


@dataclass
class TableFacts:
    """Of one table: its columns in the order of the rows, how many rows, the SHA-256 of their lines."""

    columns: list[str]
    rows: int = 0
    sha256: str = ""


@dataclass
class Manifest:
    """Everything but the rows and files; `made_at` is a moment in ISO 8601, sizes are in bytes.

    `files_sha256` is of the list of files; archives of 0.1.0 do not have it.
    """

    made_at: str
    release: str
    database: str
    migrations: list[tuple[str, str]]
    tables: dict[str, TableFacts] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    files: int = 0
    files_size: int = 0
    files_sha256: str = ""
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Manifest":
        """Raises ValueError, KeyError or TypeError when the text is no manifest."""
        facts = json.loads(text)
        facts["migrations"] = [(app, name) for app, name in facts["migrations"]]
        facts["tables"] = {label: TableFacts(**table) for label, table in facts["tables"].items()}
        return cls(**facts)


@dataclass(frozen=True)
class StoredCopy:
    """A file of the archive: size in bytes and SHA-256 of its content."""

    size: int
    sha256: str
