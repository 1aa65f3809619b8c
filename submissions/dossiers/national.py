"""A national proposal to take to the ministry: its form on paper, its texts to paste, and all of it in one zip.

As in the dossier, the fixed words are Indonesian whatever language the reader has chosen.
"""

import json
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZipFile

from django.template.loader import render_to_string
from django.utils import timezone, translation

from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf, printable
from innovation_portal.utils.spreadsheets import write_xlsx
from submissions.dossiers.archive import Archive, add_evidence
from submissions.dossiers.press import ASSETS, LANGUAGE, paragraphs_of
from submissions.models import NationalProposal
from submissions.selectors.entries import facts_in_words, named_pieces
from submissions.selectors.national import Sheet, sheet_of

HEADINGS = ("Bagian", "Isian", "Jumlah kata", "Paling sedikit", "Paling banyak")


def print_national(proposal: NationalProposal) -> bytes:
    """Return the form of a proposal as a PDF (`innovation_portal/utils/pdf.py`): sections, facts, evidence.

    The same texts give the same bytes: the file's dates are those of the last change.
    """
    sheets = sheet_of(proposal)
    payload = printable(proposal.version.payload)
    with translation.override(LANGUAGE):
        html = render_to_string(
            "submissions/dossiers/national.html",
            {
                "proposal": proposal,
                "payload": payload,
                "reference": proposal.registration_number or proposal.version.submission.registration_number,
                "facts": [(label, words) for label, words in facts_in_words(payload) if words],
                "sections": [_printed(sheet) for sheet in sheets],
                "pieces": named_pieces(payload),
            },
        )
    said = [proposal.pk, proposal.revision, proposal.registration_number, *(sheet.text for sheet in sheets)]
    identifier = bytes.fromhex(hash_of([proposal.version.sha256, *said]))[:16]
    return print_pdf(html, folder=ASSETS, stylesheets=["document", "dossier"], identifier=identifier)


def _printed(sheet: Sheet) -> dict[str, Any]:
    section = sheet.section
    return {
        "title": section.title,
        "weight": section.weight,
        "words": sheet.words,
        "word_minimum": section.word_minimum,
        "word_limit": section.word_limit,
        "paragraphs": paragraphs_of(printable(sheet.text)),
    }


def national_table(proposal: NationalProposal) -> bytes:
    """Return the texts as a workbook, a row for each section."""
    rows = [
        (sheet.section.title, sheet.text, sheet.words, sheet.section.word_minimum, sheet.section.word_limit)
        for sheet in sheet_of(proposal)
    ]
    return write_xlsx(HEADINGS, rows, sheet_title=str(proposal.competition))


def national_text(proposal: NationalProposal) -> str:
    """Return the texts one after the other, to be pasted into the fields of the ministry's page."""
    head = f"{proposal.innovation}\n{proposal.competition}, kelompok {proposal.group}\n"
    return "\n\n".join([head, *(f"== {sheet.section.title} ==\n{sheet.text}" for sheet in sheet_of(proposal))]) + "\n"


def national_json(proposal: NationalProposal) -> str:
    """Return the proposal for programs: plain values, texts by the code of their section."""
    contents = {
        "kompetisi": {"jenis": proposal.competition.kind, "tahun": proposal.competition.year},
        "kelompok": proposal.group.code,
        "judul": proposal.version.payload["title"],
        "instansi": proposal.version.payload["agency"]["name"],
        "nomor_usulan": proposal.version.submission.registration_number,
        "nomor_registrasi": proposal.registration_number,
        "bagian": [
            {"kode": sheet.section.code, "nama": sheet.section.title, "isian": sheet.text, "jumlah_kata": sheet.words}
            for sheet in sheet_of(proposal)
        ],
    }
    return json.dumps(contents, ensure_ascii=False, indent=2) + "\n"


def pack_national(proposal: NationalProposal, *, folder: str) -> IO[bytes]:
    """Return a temporary file with the zip of a proposal, at its beginning; closing it removes it.

    It holds the form as PDF, the texts as workbook, text and JSON, the evidence of the frozen version under safe
    names, its links and a manifest. What is missing of the evidence, or is another file now, the manifest names.
    """
    target = TemporaryFile()  # noqa: SIM115  (the response closes it)
    moment = timezone.localtime(proposal.changed_at).timetuple()[:6]
    with ZipFile(target, "w") as zip_file:
        archive = Archive(zip_file, folder, moment)
        archive.add("formulir.pdf", [print_national(proposal)])
        archive.add("isian.xlsx", [national_table(proposal)])
        archive.add("isian.txt", [national_text(proposal).encode()], is_text=True)
        archive.add("isian.json", [national_json(proposal).encode()], is_text=True)
        remarks = add_evidence(archive, proposal.version.payload)
        head = f"# {proposal.competition}, kelompok {proposal.group}\n# {proposal.innovation}\n"
        archive.add("manifes.txt", [archive.manifest(head, remarks).encode()], is_text=True)
    target.seek(0)
    return target
