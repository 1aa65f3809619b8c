"""The reference of all settings, read from `.env.example` and from the settings themselves.

`.env.example` says what each is for and gives an example; the code says which kind and which default it has. A test
holds the file docs/settings.md, and that both name the same settings.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCES = (
    "innovation_portal/settings/base.py",
    "innovation_portal/settings/production.py",
    "innovation_portal/gunicorn.py",
)
LINE = re.compile(r"^#?([A-Z][A-Z0-9_]+)=(.*)$")
HEAD = """# Settings

Generated from [.env.example](../.env.example) and the code by `manage.py settings_reference`; a test holds it to both.
Values come from the environment of the process or from the file `.env`. What is marked as required must be set in
production, which does not start without it. Folders without a leading slash lie in the folder of the release.

| setting | for | default | example |
| --- | --- | --- | --- |
"""


def written_reference(folder: Path) -> str:
    """Return docs/settings.md of the code in `folder`. Raises KeyError for a setting that only the example names."""
    defaults = defaults_of(folder)
    rows = "".join(
        f"| `{name}` | {_cell(purpose.replace('Required in production:', '**Required.**'))} "
        f"| {_code(defaults[name])} | {_code(example)} |\n"
        for name, purpose, example in explained_settings((folder / ".env.example").read_text())
    )
    return HEAD + rows


def explained_settings(text: str) -> Iterator[tuple[str, str, str]]:
    """Give name, purpose and example of each setting; one without a comment of its own shares the one above it."""
    comment: list[str] = []
    is_open = False
    for line in text.splitlines():
        setting = LINE.match(line)
        if setting:
            is_open = False
            yield setting.group(1), " ".join(comment), setting.group(2)
        elif line.startswith("#"):
            comment = [*comment, line[1:].strip()] if is_open else [line[1:].strip()]
            is_open = True
        else:
            comment, is_open = [], False


def defaults_of(folder: Path) -> dict[str, str]:
    """Return the default of each setting that the code reads, "" without one."""
    defaults: dict[str, str] = {}
    for source in SOURCES:
        for name, default in _reads(ast.parse((folder / source).read_text())):
            defaults[name] = default or defaults.get(name, "")
    return defaults


def _reads(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Find `env.str("NAME", default)` and `os.environ.get("NAME", default)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            name = node.args[0]
            is_reading = ast.unparse(node.func.value) in ("env", "os.environ") and isinstance(name, ast.Constant)
            if is_reading:
                yield name.value, _written(node.args[1]) if len(node.args) > 1 else ""


def _written(default: ast.expr) -> str:
    """Return a default as an operator would write it; a folder as seen from that of the release."""
    match default:
        case ast.Constant(value=value):
            return "" if value is None else str(value)
        case ast.List(elts=parts):
            return ",".join(str(ast.literal_eval(part)) for part in parts)
        case ast.JoinedStr(values=parts):
            return "".join(_written(part) for part in parts)
        case ast.FormattedValue(value=ast.Call(args=[_name, inner])):
            return _written(inner)
        case ast.FormattedValue(value=inner):
            return _written(inner)
        case ast.BinOp(left=ast.Name(id="VAR_DIR"), right=inner):
            return f"var/{_written(inner)}"
    return ast.unparse(default)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{_cell(text)}`" if text else ""
