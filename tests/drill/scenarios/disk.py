"""A disk that is full: in the middle of an upload, while certificates are printed, and under the database."""

import json
import time
from http.client import HTTPConnection
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from home.benchmark.deadline import Entry, prepare
from submissions.models import Evidence
from submissions.services.uploads import PIECE_MOST_BYTES
from tests.drill.installation import Installation
from tests.drill.processes import Process
from tests.drill.report import Outcome
from tests.drill.scenarios import disk_of_certificates, disk_of_database
from tests.drill.size import Size
from tests.factories.files import large_pdf

FULL_AT = PIECE_MOST_BYTES + 1000  # bytes; the second piece does not fit
FAULT = "disk full during an upload (RLIMIT_FSIZE)"


def run(portal: Installation, random: Random, _size: Size) -> list[Outcome]:
    return [_upload(portal, random), disk_of_certificates.run(portal, random), disk_of_database.run(portal, random)]


def _upload(portal: Installation, random: Random) -> Outcome:
    begun = time.monotonic()
    edition, [entry] = prepare(1, random)
    evidence = Evidence.objects.filter(submission__edition=edition)[0]
    content = large_pdf(2 * PIECE_MOST_BYTES + 1000)
    web, usual = portal.webs[0], portal.webs[0].command
    start = reverse("submissions:upload-start", args=[evidence.submission_id, evidence.section_id])
    facts = {"name": "bukti.pdf", "size": len(content), "fingerprint": "drill", "title": "Laporan penuh"}

    _restart(web, ["prlimit", f"--fsize={FULL_AT}", *usual])
    places = json.loads(_post(web, start, entry, facts)[1])
    full = [_post(web, places["pieces"], entry, _piece(content, number))[0] for number in range(2)]
    other = _post(web, start, entry, facts)
    _restart(web, usual)
    arrived = json.loads(other[1])["received"]
    rest = [_post(web, places["pieces"], entry, _piece(content, number))[0] for number in (1, 2)]
    finished = _post(web, places["finish"], entry, {})[0]

    stored = Evidence.objects.filter(submission=evidence.submission_id, title="Laporan penuh")
    contents = [one.file.open("rb").read() for one in stored]
    wrong = int(full != ["200", "503 with Retry-After"]) + int(arrived != PIECE_MOST_BYTES)
    wrong += int([*rest, finished] != ["200"] * 3)
    lost, doubled = int(content not in contents), max(0, len(contents) - 1)
    seen = f"pieces {', '.join(full)}; with room again it went on at {arrived} bytes"
    return Outcome("disk", FAULT, seen, lost, doubled, wrong, time.monotonic() - begun)


def _restart(web: Process, command: list[str]) -> None:
    web.stop()
    web.command = command
    web.start()


def _piece(content: bytes, number: int) -> dict:
    offset = number * PIECE_MOST_BYTES
    return {"offset": offset, "piece": SimpleUploadedFile("blob", content[offset : offset + PIECE_MOST_BYTES])}


def _post(web: Process, address: str, entry: Entry, data: dict) -> tuple[str, str]:
    token = entry.cookies.rpartition("csrftoken=")[2]
    headers = {"Cookie": entry.cookies, "X-CSRFToken": token, "Content-Type": MULTIPART_CONTENT}
    server = HTTPConnection("127.0.0.1", web.port, timeout=60)
    server.request("POST", address, encode_multipart(BOUNDARY, data), headers)
    response = server.getresponse()
    text = response.read().decode(errors="replace")
    server.close()
    told = " with Retry-After" if response.headers.get("Retry-After") else ""
    return f"{response.status}{told}", text
