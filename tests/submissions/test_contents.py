"""Sections that ask for something else than free text: what they hold, and the same in words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from submissions.contents import checked_value, value_in_words
from submissions.enums import SectionKind
from submissions.models import Section, Submission
from submissions.selectors.changes import changes_between
from submissions.selectors.checks import problems_of
from submissions.services.drafts import save_answer
from submissions.services.submissions import change_status
from submissions.services.versions import payload_of
from tests.factories.submissions import InnovationFactory, LinkFactory, ReadySubmissionFactory, SectionFactory

QUEUE = {"indicator": "Waktu tunggu", "unit": "menit", "before": "128", "after": "22.5"}


@pytest.fixture
def draft(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))


@pytest.fixture
def section_of_kind(draft):
    def make(kind, **fields):
        return SectionFactory(edition=draft.edition, code="tambahan", kind=kind, word_limit=None, **fields)

    return make


@pytest.fixture
def writer(client, operator):
    client.force_login(operator)
    return client


def address_of(draft, section):
    return reverse("submissions:section-edit", args=[draft.pk, section.pk])


def codes_of(draft):
    return [problem.code for problem in problems_of(Submission.objects.get(pk=draft.pk))]


@pytest.mark.parametrize(
    ("section", "value", "stored", "words"),
    [
        (Section(kind="choice", options="Ya\nTidak"), "Ya", "Ya", "Ya"),
        (Section(kind="number", unit="orang setahun"), "1200.50", "1200.5", "1.200,5 orang setahun"),
        (Section(kind="number"), "-3", "-3", "-3"),
        (Section(kind="date"), "2026-03-01", "2026-03-01", "1 Maret 2026"),
        (
            Section(kind="figures"),
            [{**QUEUE, "indicator": "  Waktu  tunggu "}, dict.fromkeys(QUEUE, "")],
            [QUEUE],
            "Waktu tunggu: 128 → 22,5 menit",
        ),
        (
            Section(kind="figures"),
            [{"indicator": "Keluhan"}],
            [{**dict.fromkeys(QUEUE, ""), "indicator": "Keluhan"}],
            "Keluhan: – → –",
        ),
        (Section(kind="links"), [" https://example.id/a ", ""], ["https://example.id/a"], "https://example.id/a"),
        (Section(kind="choice", options="Ya"), "", None, ""),
        (Section(kind="links"), ["example.id/a"], ["https://example.id/a"], "https://example.id/a"),
        (Section(kind="links"), [" "], None, ""),
        (Section(kind="figures"), [dict.fromkeys(QUEUE, "")], None, ""),
        (Section(kind="files"), "apa pun", None, ""),
    ],
)
def test_value_is_kept_in_one_form_and_put_into_words(section, value, stored, words):
    with translation.override("en"):  # whoever writes in English, the office reads Indonesian
        assert checked_value(section, value) == stored
        assert value_in_words(section, stored) == words


@pytest.mark.parametrize(
    ("section", "value"),
    [
        (Section(kind="choice", options="Ya\nTidak"), "Mungkin"),
        (Section(kind="number"), "banyak"),
        (Section(kind="number"), "NaN"),
        (Section(kind="number"), "1e99"),
        (Section(kind="date"), "2026-02-30"),
        (Section(kind="figures"), [{**QUEUE, "before": "banyak"}]),
        (Section(kind="figures"), [{**QUEUE, "indicator": "a" * 151}]),
        (Section(kind="figures"), [QUEUE] * 13),
        (Section(kind="links"), ["javascript:alert(1)"]),
        (Section(kind="links"), ["laporan"]),
        (Section(kind="links"), ["https://example.id/a"] * 11),
    ],
)
def test_value_of_another_shape_is_refused(section, value):
    with pytest.raises(ValidationError) as refused:
        checked_value(section, value)

    assert refused.value.code == "wrong_value"


@pytest.mark.parametrize(
    "fields", [{"kind": SectionKind.TEXT, "word_limit": None}, {"kind": SectionKind.CHOICE, "word_limit": None}]
)
def test_database_refuses_a_text_without_limit_and_a_choice_without_options(db, fields):
    with pytest.raises(IntegrityError):
        SectionFactory(**fields)


@pytest.mark.parametrize(
    ("fields", "data", "stored"),
    [
        ({"kind": "choice", "options": "Ya\nTidak"}, {"choice": "Tidak"}, "Tidak"),
        ({"kind": "number", "unit": "menit"}, {"number": "1.200,5"}, "1200.5"),
        ({"kind": "date"}, {"date": "2026-03-01"}, "2026-03-01"),
        (
            {"kind": "links"},
            {"links": "https://example.id/a\r\nhttps://example.id/b"},
            ["https://example.id/a", "https://example.id/b"],
        ),
        (
            {"kind": "figures"},
            {f"figure_1_{part}": value.replace(".", ",") for part, value in QUEUE.items()},
            [QUEUE],
        ),
    ],
)
def test_page_saves_each_kind_and_shows_it_again(writer, draft, section_of_kind, fields, data, stored):
    section = section_of_kind(**fields)
    lines = {f"figure_{number}_indicator": "" for number in range(3)} if section.kind == "figures" else {}

    response = writer.post(address_of(draft, section), {"revision": 0, "action": "save", **lines, **data})

    assert response.status_code == 302
    assert draft.answers.get(section=section).value == stored
    form = writer.get(address_of(draft, section)).context["form"]
    assert str(form[form.answer_field].value() or form["figure_0_indicator"].value())
    again = writer.post(address_of(draft, section), {"revision": 1, "action": "save", **lines, **data})
    assert again.status_code == 302
    assert draft.answers.get(section=section).revision == 1  # the same answer changes nothing


def test_what_is_no_number_is_named_beside_it_and_nothing_typed_is_lost(writer, draft, section_of_kind):
    section = section_of_kind("figures")
    data = {"figure_0_indicator": "Waktu tunggu", "figure_0_before": "banyak", "figure_0_unit": "menit"}

    response = writer.post(address_of(draft, section), {"revision": 0, "action": "save", **data})

    form = response.context["form"]
    assert form.errors == {"figure_0_before": ["Masukkan sebuah bilangan."]}
    assert form["figure_0_before"].value() == "banyak"
    assert form["figure_0_indicator"].value() == "Waktu tunggu"


def test_lines_that_somebody_else_took_away_meanwhile_are_not_dropped(writer, draft, section_of_kind, approver):
    section = section_of_kind("figures")
    save_answer(draft.pk, section.pk, actor=approver, revision=0, value=[QUEUE])
    data = {f"figure_{number}_indicator": f"Ukuran {number}" for number in range(9)}

    response = writer.post(address_of(draft, section), {"revision": 0, "action": "save", **data})

    form = response.context["form"]
    assert [form[f"figure_{number}_indicator"].value() for number in range(9)] == list(data.values())
    assert "Waktu tunggu: 128 → 22,5 menit" in "".join(run.text for run in response.context["texts"].before)


def test_autosave_of_a_wrong_answer_says_so_and_sends_no_page(writer, draft, section_of_kind):
    section = section_of_kind("number")

    response = writer.post(
        address_of(draft, section), {"revision": 0, "number": "banyak"}, headers={"HX-Request": "true"}
    )

    assert "Masukkan sebuah bilangan." in response.content.decode()
    assert "<html" not in response.content.decode()


def test_required_sections_are_missing_until_answered(draft, section_of_kind, operator):
    section = section_of_kind("number")
    assert codes_of(draft) == ["section_missing"]

    save_answer(draft.pk, section.pk, actor=operator, revision=0, value="0")

    assert codes_of(draft) == []


def test_section_of_files_is_answered_by_its_evidence(draft, section_of_kind):
    section = section_of_kind("files")
    assert codes_of(draft) == ["evidence_missing"]

    LinkFactory(submission=draft, section=section)

    assert codes_of(draft) == []


def test_line_with_a_hole_is_kept_in_the_draft_and_blocks_handing_in(draft, section_of_kind, operator, approver):
    section = section_of_kind("figures", is_required=False)
    save_answer(draft.pk, section.pk, actor=operator, revision=0, value=[{**QUEUE, "after": ""}])

    assert codes_of(draft) == ["figures_incomplete"]
    with pytest.raises(ValidationError):
        change_status(draft.pk, "submit", actor=approver)


def test_version_freezes_value_and_words(draft, section_of_kind, operator):
    section = section_of_kind("figures")
    before = payload_of(draft)
    save_answer(draft.pk, section.pk, actor=operator, revision=0, value=[QUEUE])

    after = payload_of(Submission.objects.get(pk=draft.pk))

    frozen = next(one for one in after["sections"] if one["code"] == section.code)
    assert (frozen["kind"], frozen["word_limit"], frozen["words"]) == ("figures", None, 0)
    assert (frozen["value"], frozen["text"]) == ([QUEUE], "Waktu tunggu: 128 → 22,5 menit")
    assert [change.label for change in changes_between(before, after)] == [section.title]
