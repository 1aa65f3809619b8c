import base64
import json
from dataclasses import dataclass
from pathlib import Path

from innovation_portal.utils.separate_process import run_script

# A certificate with its emblem and a signature is below one megabyte.
MAX_BYTES = 4 * 1024 * 1024
READER = Path(__file__).parent / "reader.py"
SECONDS = 10
# Five drawn pages in base64 are below six megabytes; the words beside them are cut by the reader.
MOST_BYTES_READ = 8 * 1024 * 1024


@dataclass(frozen=True)
class Copy:
    """What is in a PDF, as far as two files can be compared by it.

    `identifier` is the permanent one of the file in hexadecimal digits, `pictures` the sorted SHA-256 of the embedded
    pictures, `looks` each page as drawn: its width in four bytes, then a byte of grey for each pixel.
    """

    identifier: str
    pages: int
    text: str
    metadata: dict[str, str]
    pictures: list[str]
    signatures: int
    looks: list[bytes]


def read_copy(content: bytes) -> Copy | None:
    """Return what a PDF holds; None when it cannot be read within the memory and time of `reader`."""
    code, output = run_script(READER, content=content, seconds=SECONDS, most_bytes=MOST_BYTES_READ)
    if code != 0:
        return None
    found = json.loads(output)
    return Copy(**found | {"looks": [base64.b64decode(look) for look in found["looks"]]})
