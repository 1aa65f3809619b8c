import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from submissions.enums import SectionKind, SubmissionStatus
from submissions.models import AssessedIndicator, IidAssessment, IndicatorFile
from submissions.services.iid import Said, save_indicators
from submissions.services.iid_tables import copy_indicator_table
from tests.factories.files import PDF
from tests.factories.iid import EvidenceFactory, IidAssessmentFactory, official_table
from tests.factories.submissions import (
    AnswerFactory,
    InnovationFactory,
    MembershipFactory,
    SectionFactory,
    SubmissionFactory,
    put_into,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(agency):
    return IidAssessmentFactory(innovation__agency=agency, innovation__type="digital")


@pytest.fixture
def page(client, operator, assessment):
    client.force_login(operator)
    return reverse("submissions:iid-sheet", args=[assessment.pk])


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(client, page, **changes):
    """Return what a browser sends of the page as it is now, with some fields changed."""
    form = client.get(page).context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, []):
            data[name] = value
    return data | {name.replace("_", "-"): value for name, value in changes.items()}


def stored():
    return list(AssessedIndicator.objects.values_list("indicator__number", "level", "value", "note"))


def test_a_sheet_is_begun_and_filled(client, agency, operator):
    innovation = InnovationFactory(agency=agency)
    official_table()
    client.force_login(operator)

    begun = client.post(reverse("submissions:iid-start", args=[agency.pk, innovation.pk]))
    page = begun.url
    client.post(page, typed(client, page, level_16="2", value_17="12", note_17="Tim inti."))

    assert stored() == [(16, 2, None, ""), (17, 2, 12, "Tim inti.")]
    shown = client.get(page)
    assert "10 dari 111 poin" in text_of(shown)
    assert shown.context["sheet"].score == 10
    listed = client.get(reverse("submissions:iid-list", args=[agency.pk]))
    assert "2 dari 20 indikator terisi" in text_of(listed)


def test_proposals_say_where_they_come_from_and_count_once_taken_over(client, page, assessment):
    submission = SubmissionFactory(innovation=assessment.innovation, edition__sections=[])
    section = SectionFactory(edition=submission.edition, kind=SectionKind.FIGURES, word_limit=None)
    figures = [{"indicator": "Warga terlayani", "unit": "orang", "before": "10", "after": "640"}]
    AnswerFactory(submission=submission, section=section, value=figures)
    decree = EvidenceFactory(submission=submission, title="SK Kepala Dinas tentang Tim Pelaksana")
    EvidenceFactory(submission=submission, title="Profil", url="https://www.youtube.com/watch?v=x")
    put_into(submission, SubmissionStatus.SUBMITTED)

    shown = client.get(page)
    proposed = {number: (one.level, one.value) for number, one in shown.context["form"].proposals.items()}
    assert proposed == {16: (1, None), 19: (2, None), 23: (3, None), 33: (0, 640), 35: (0, 1)}
    assert "“SK Kepala Dinas tentang Tim Pelaksana”" in text_of(shown)
    assert shown.context["sheet"].score == 0

    client.post(page, typed(client, page, take="23"))
    assert stored() == [(23, 3, None, "")]
    assert list(AssessedIndicator.objects.get().evidence.all()) == [decree]

    client.post(page, typed(client, page, take="all", level_16="3"))
    assert stored() == [(16, 1, None, ""), (19, 2, None, ""), (23, 3, None, ""), (33, 3, 640, ""), (35, 1, 1, "")]
    assert "Dikonfirmasi" in text_of(client.get(page))


def test_a_refused_save_shows_both_and_saving_again_replaces(client, page, assessment, approver):
    data = typed(client, page, level_16="3", level_18="1")
    save_indicators(
        assessment.pk, actor=approver, revision=0, said={16: Said(level=1, note="Dari rekan."), 19: Said(level=2)}
    )

    refused = client.post(page, data)

    assert stored() == [(16, 1, None, "Dari rekan."), (19, 2, None, "")]
    assert f"{approver.name} menyimpan" in text_of(refused)
    assert "Dari rekan." in text_of(refused)
    form = refused.context["form"]
    assert [form[name].value() for name in ("level-16", "level-18", "level-19")] == ["3", "1", "2"]

    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    client.post(page, again)
    assert stored() == [(16, 3, None, ""), (18, 1, None, ""), (19, 2, None, "")]


def test_an_autosave_brings_the_score_and_what_a_colleague_has_changed(client, page, assessment, approver):
    data = typed(client, page, level_16="3")
    save_indicators(assessment.pk, actor=approver, revision=0, said={19: Said(level=2)})

    answer = client.post(page, data, headers={"HX-Request": "true"})

    assert stored() == [(16, 3, None, ""), (19, 2, None, "")]
    content = answer.content.decode()
    assert re.findall(r'<fieldset id="indikator-(\d+)"', content) == ["19"]
    assert 'name="revision" value="2" id="id_revision"' in content
    assert "13 dari 111 poin" in text_of(answer)


def test_an_autosave_that_would_undo_a_colleagues_says_so(client, page, assessment, approver):
    data = typed(client, page, level_16="3")
    save_indicators(assessment.pk, actor=approver, revision=0, said={16: Said(level=1)})

    answer = client.post(page, data, headers={"HX-Request": "true"})

    assert "is-lost" in answer.content.decode()
    assert "Rekan lain sudah mengubah indikator 16" in text_of(answer)
    assert stored() == [(16, 1, None, "")]


def test_files_come_and_go_with_the_buttons(client, page, operator):
    data = typed(client, page)
    client.post(
        page, data | {"file-16": SimpleUploadedFile("sk.pdf", PDF), "file-17": SimpleUploadedFile("x.pdf", b"x")}
    )

    file = IndicatorFile.objects.get()
    opened = client.get(reverse("submissions:iid-file", args=[file.pk]))
    assert b"".join(opened.streaming_content) == PDF
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("submissions:iid-file", args=[file.pk])).status_code == 404

    client.force_login(operator)
    client.post(page, typed(client, page, remove=str(file.pk)))
    assert not IndicatorFile.objects.exists()


def test_what_if_counts_and_stores_nothing(client, page, assessment):
    url = reverse("submissions:iid-chances", args=[assessment.pk])

    shown = client.get(url, {"tingkat-35": "3", "tingkat-16": "1", "tingkat-17": "9"})

    assert (shown.context["score"], shown.context["gained"]) == (15, 15)
    assert [line.indicator.number for line, _field in shown.context["form"].rows][:4] == [35, 16, 33, 31]
    assert "111 poin masih bisa diraih" in text_of(shown)
    assert stored() == []


def test_facts_are_kept_and_a_colleagues_are_shown(client, assessment, operator):
    client.force_login(operator)
    url = reverse("submissions:iid-facts", args=[assessment.pk])
    client.post(url, {"revision": "0", "initiator": "asn", "tried_on": "2025-01-10", "applied_on": "2025-03-01"})

    late = client.post(url, {"revision": "0", "initiator": "opd", "purpose": "Cepat."})

    kept = IidAssessment.objects.get()
    assert (kept.initiator, str(kept.tried_on), kept.purpose) == ("asn", "2025-01-10", "")
    assert "10 Januari 2025" in text_of(late)
    assert "Cepat." in text_of(late)
    sheet = client.get(reverse("submissions:iid-sheet", args=[assessment.pk]))
    assert sheet.context["form"].proposals[32].value == 2
    wrong = client.post(url, {"revision": "1", "tried_on": "2025-04-01", "applied_on": "2025-03-01"})
    assert list(wrong.context["form"].errors) == ["tried_on"]


def test_sheets_of_earlier_years_stay_in_reach(client, agency, operator, assessment, secretary):
    copy_indicator_table(assessment.table_id, actor=secretary)
    InnovationFactory(agency=agency)
    client.force_login(operator)
    url = reverse("submissions:iid-list", args=[agency.pk])

    shown = {year: client.get(url, {"tahun": year}).context for year in ("", "2026", "x")}

    assert {year: (page["table"].year, len(page["rows"]), page["begun"]) for year, page in shown.items()} == {
        "": (2027, 2, 0),
        "2026": (2026, 1, 1),
        "x": (2027, 2, 0),
    }


def test_strangers_find_nothing(client, page, agency, assessment):
    client.force_login(MembershipFactory().user)
    pages = [page, *(reverse(f"submissions:iid-{name}", args=[assessment.pk]) for name in ("facts", "chances"))]

    assert {client.get(url).status_code for url in pages} == {404}
    assert client.post(page, {"revision": "0", "level-16": "3"}).status_code == 404
    assert client.get(reverse("submissions:iid-list", args=[agency.pk])).status_code == 404
    assert stored() == []


def test_the_sheet_costs_the_same_however_full(client, page, assessment, operator, django_assert_max_num_queries):
    said = {number: Said(level=2) for number in range(16, 36)}
    save_indicators(assessment.pk, actor=operator, revision=0, said=said)
    for _one in range(6):
        EvidenceFactory(submission__innovation=assessment.innovation)

    with django_assert_max_num_queries(30) as queries:
        client.get(page)
    full = len(queries)
    AssessedIndicator.objects.all().delete()
    with django_assert_max_num_queries(30) as queries:
        client.get(page)
    assert full <= len(queries) + 1  # the evidence of rows that are there
