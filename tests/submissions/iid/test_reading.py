import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from submissions.enums import SubmissionStatus
from submissions.models import IidAssessment
from submissions.services.iid import IidFacts, Said, add_indicator_file, save_iid_facts, save_indicators
from tests.factories.files import PDF
from tests.factories.iid import EvidenceFactory, IidAssessmentFactory, official_table
from tests.factories.submissions import AgencyFactory, EditionFactory, SubmissionFactory, put_into

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    EditionFactory(year=2026)
    return official_table()


@pytest.fixture
def sheets(table, agency, operator):
    """Three sheets: 12 points with every mandatory indicator but one, 4 points, and nothing."""
    rows = {"Antre Tenang": {16: 1, 17: 1, 32: 1, 33: 1, 18: 1}, "Bibit": {19: 2}, "Cahaya": {}}
    made = {}
    for title, levels in rows.items():
        made[title] = IidAssessmentFactory(table=table, innovation__agency=agency, innovation__title=title)
        said = {number: Said(level=level) for number, level in levels.items()}
        save_indicators(made[title].pk, actor=operator, revision=0, said=said)
    return made


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_list_shows_score_and_missing_and_is_narrowed(client, leader, sheets):
    IidAssessmentFactory(innovation__title="Dari Jauh", innovation__agency=AgencyFactory(name="Dinas Seberang"))
    client.force_login(leader)
    url = reverse("submissions:iid-year", args=[2026])

    shown = client.get(url).context["object_list"]
    assert [(one.innovation.title, one.score, one.filled, one.missing) for one in shown] == [
        ("Antre Tenang", 12, 5, 1),
        ("Bibit", 4, 1, 5),
        ("Cahaya", 0, 0, 5),
        ("Dari Jauh", 0, 0, 5),
    ]
    found = client.get(url, {"q": "seberang"}).context["object_list"]
    assert [one.innovation.title for one in found] == ["Dari Jauh"]
    assert client.get(reverse("submissions:iid-monitoring")).url == url
    assert client.get(reverse("submissions:iid-year", args=[2025])).status_code == 404


def test_leadership_finds_no_sheet_of_an_innovation_that_was_never_handed_in(client, leader, operator, table, agency):
    draft = SubmissionFactory(innovation__agency=agency, innovation__title="Rahasia")
    secret = IidAssessmentFactory(table=table, innovation=draft.innovation)
    url, page = reverse("submissions:iid-year", args=[2026]), reverse("submissions:iid-page", args=[2026, secret.pk])
    client.force_login(leader)

    before = client.get(url).context
    assert (list(before["object_list"]), before["totals"]["sheets"], client.get(page).status_code) == ([], 0, 404)

    put_into(draft, SubmissionStatus.SUBMITTED)
    after = client.get(url).context
    assert (list(after["object_list"]), after["totals"]["sheets"], client.get(page).status_code) == ([secret], 1, 200)


def test_the_list_costs_the_same_however_long(client, leader, sheets, table, django_assert_max_num_queries):
    client.force_login(leader)
    url = reverse("submissions:iid-year", args=[2026])
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    for _one in range(6):
        IidAssessmentFactory(table=table)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_the_workbook_holds_facts_indicators_gaps_and_source(client, secretary, operator, sheets):
    first = sheets["Antre Tenang"]
    facts = IidFacts(initiator="asn", design="kata " * 300, purpose="=Cepat")
    save_iid_facts(first.pk, actor=operator, revision=0, facts=facts)
    decree = EvidenceFactory(submission__innovation=first.innovation, title="SK Tim")
    put_into(decree.submission, SubmissionStatus.SUBMITTED)
    said = {16: Said(level=1, evidence_ids=[decree.pk]), 17: Said(value=12)}
    save_indicators(first.pk, actor=operator, revision=1, said=said)
    client.force_login(secretary)

    answer = client.get(reverse("submissions:iid-year", args=[2026]), {"unduh": "xlsx"})

    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["IID 2026", "Yang masih kurang", "Sumber"]
    head, *rows = rows_of(book["IID 2026"])
    by_name = dict(zip(head, rows[0], strict=True))
    assert [row[0] for row in rows] == ["Antre Tenang", "Bibit", "Cahaya"]
    assert len(head) == 20 + 20 * 3
    picked = {
        "Inisiator": "ASN",
        "Jumlah kata rancang bangun": 300,
        "Rancang bangun 300 kata": "cukup",
        "Tujuan": "'=Cepat",
        "Skor": 14,
        "Skor tertinggi": 111,
        "16. Regulasi Inovasi Daerah: parameter": 1,
        "16. Regulasi Inovasi Daerah: bukti": "SK Tim",
        "17. Ketersediaan dan peran SDM: keterangan": "11–30 orang (12 orang)",
        "35. Video inovasi daerah: parameter": None,
    }
    assert {name: by_name[name] for name in picked} == picked
    gaps = [row for row in rows_of(book["Yang masih kurang"]) if row[0] == "Antre Tenang" and row[2]]
    assert gaps[0][2:] == [35, "Video inovasi daerah", "wajib", 0, "1–2 unsur substansi", 4, 12]
    assert sum(row[8] for row in gaps) == 111 - 14
    assert "BSKDN" in rows_of(book["Sumber"])[1][1]


def test_the_workbook_costs_the_same_however_many(
    client, operator, agency, sheets, table, django_assert_max_num_queries
):
    client.force_login(operator)
    url = reverse("submissions:iid-list", args=[agency.pk])
    with django_assert_max_num_queries(30) as few:
        client.get(url, {"unduh": "xlsx"})
    for _one in range(4):
        IidAssessmentFactory(table=table, innovation__agency=agency)
    with django_assert_max_num_queries(len(few)):
        client.get(url, {"unduh": "xlsx"})


def test_the_zip_has_a_folder_for_each_indicator_and_hides_drafts(client, secretary, operator, sheets):
    sheet = sheets["Bibit"]
    put_into(SubmissionFactory(innovation=sheet.innovation), SubmissionStatus.SUBMITTED)
    draft = SubmissionFactory(innovation=sheet.innovation)
    link = EvidenceFactory(submission=draft, title="Video", url="https://youtu.be/x")
    add_indicator_file(sheet.pk, 16, actor=operator, upload=SimpleUploadedFile("SK Bupati.pdf", PDF))
    save_indicators(sheet.pk, actor=operator, revision=1, said={35: Said(value=1, evidence_ids=[link.pk])})
    url = reverse("submissions:iid-zip", args=[sheet.pk])

    def files_of(user):
        client.force_login(user)
        packed = zipfile.ZipFile(io.BytesIO(b"".join(client.get(url).streaming_content)))
        return {name.split("/", 1)[1]: packed.read(name).decode(errors="replace") for name in packed.namelist()}

    own, office = files_of(operator), files_of(secretary)
    assert list(own) == ["16-regulasi-inovasi-daerah/01-sk-bupati.pdf", "tautan.txt", "manifes.txt"]
    assert own["tautan.txt"] == "35. Video inovasi daerah\nVideo\nhttps://youtu.be/x\n"
    assert list(office) == ["16-regulasi-inovasi-daerah/01-sk-bupati.pdf", "manifes.txt"]
    assert "# BELUM DIAJUKAN, tidak disertakan: 35 Video" in office["manifes.txt"]


def test_leadership_reads_a_sheet_without_its_files(client, leader, secretary, operator, sheets):
    sheet = sheets["Bibit"]
    file = add_indicator_file(sheet.pk, 16, actor=operator, upload=SimpleUploadedFile("SK.pdf", PDF))
    page, opened = (
        reverse("submissions:iid-page", args=[2026, sheet.pk]),
        reverse("submissions:iid-file", args=[file.pk]),
    )

    links = {}
    for name, user in {"leader": leader, "secretary": secretary}.items():
        client.force_login(user)
        content = client.get(page).content.decode()
        assert "SK.pdf" in content
        answer = client.get(opened)
        got = b"".join(answer.streaming_content) if answer.streaming else answer.status_code
        links[name] = (opened in content, got)
    assert links == {"leader": (False, 404), "secretary": (True, PDF)}
    assert client.get(reverse("submissions:iid-page", args=[2026, 0])).status_code == 404
    assert IidAssessment.objects.count() == 3
