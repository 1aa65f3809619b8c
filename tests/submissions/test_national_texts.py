"""The form of a proposal: filled from the frozen submission, written over, counted and kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from submissions.models import NationalText
from submissions.selectors.national import parts_of, sheet_of
from submissions.services.national import make_candidate, take_step
from submissions.services.national_texts import save_text
from tests.factories.accounts import UserFactory
from tests.factories.national import NationalCompetitionFactory, NationalSectionFactory, proposal_in, verified_version

pytestmark = pytest.mark.django_db

ANSWER = "Antrean turun dari 90 menjadi 20 menit."


@pytest.fixture
def proposal(secretary):
    return proposal_in("candidate", actor=secretary)


@pytest.fixture
def section(proposal):
    return proposal.competition.sections.get()


def test_section_is_filled_from_the_answers_that_it_names(proposal, section):
    section.filled_from = "ringkasan, tidak-ada, signifikansi"
    section.save()

    (sheet,) = sheet_of(proposal)

    assert (sheet.text, sheet.words, sheet.revision) == (f"{ANSWER}\n\n{ANSWER}", 14, 0)
    assert [(part.title, part.words) for part in sheet.parts] == [("Ringkasan", 7), ("Signifikansi", 7)]


def test_answers_are_found_by_name_where_codes_differ_and_facts_by_theirs():
    payload = verified_version(title="Kasa Berbuntut").payload
    payload["sections"][0] |= {"code": "abstrak", "title": "Ringkasan Inovasi"}

    parts = parts_of(payload)

    assert parts["abstrak"].text == parts["ringkasan-inovasi"].text == ANSWER
    facts = {code: parts[code].text for code in ("data-judul", "data-jenis", "data-tahap", "data-bentuk")}
    assert facts == {
        "data-judul": "Kasa Berbuntut",
        "data-jenis": "Digital",
        "data-tahap": "Penerapan",
        "data-bentuk": "Pelayanan publik",
    }


def test_form_holds_the_sections_of_its_group_alone(proposal, section):
    NationalSectionFactory(competition=proposal.competition, for_groups="khusus")
    own = NationalSectionFactory(competition=proposal.competition, for_groups="khusus, umum", sort_order=3)

    assert [sheet.section for sheet in sheet_of(proposal)] == [section, own]


@pytest.mark.parametrize(
    ("text", "minimum", "limit", "is_required", "problem"),
    [
        ("", None, None, True, "empty"),
        ("", 3, None, False, ""),
        ("satu dua", 3, None, True, "under"),
        ("satu dua tiga", 3, 3, True, ""),
        ("satu dua tiga empat", None, 3, False, "over"),
        ("satu", None, None, True, ""),
    ],
)
def test_problem_of_a_section(proposal, section, secretary, text, minimum, limit, is_required, problem):
    section.word_minimum, section.word_limit, section.is_required = minimum, limit, is_required
    section.save()
    save_text(proposal.pk, section.pk, actor=secretary, revision=0, text=text)

    (sheet,) = sheet_of(proposal)

    assert sheet.problem == problem


def test_text_is_written_over_and_again_changes_nothing(proposal, section, secretary):
    first = save_text(proposal.pk, section.pk, actor=secretary, revision=0, text="Satu\r\ndua ")
    again = save_text(proposal.pk, section.pk, actor=secretary, revision=0, text="Satu\ndua")

    assert (first.text, again.revision) == ("Satu\ndua", 1)
    assert NationalText.objects.get().edited_by == secretary


def test_text_that_is_the_submission_s_own_makes_no_row(proposal, section, secretary):
    assert save_text(proposal.pk, section.pk, actor=secretary, revision=0, text=ANSWER) is None
    assert NationalText.objects.count() == 0


def test_log_tells_once_that_somebody_wrote_in_a_sitting(proposal, section, secretary):
    colleague = UserFactory(roles=[Role.SECRETARIAT])
    start = clock.now()
    for revision, (person, minutes) in enumerate(
        [(secretary, 0), (secretary, 1), (colleague, 2), (secretary, 3), (secretary, 34)]
    ):
        with clock.at(start + timedelta(minutes=minutes)):
            save_text(proposal.pk, section.pk, actor=person, revision=revision, text=f"Versi {revision}")

    told = ModelLogEntry.objects.for_instance(proposal).filter(action="submissions.national_text")

    assert list(told.order_by("pk").values_list("user", flat=True)) == [
        secretary.pk,
        colleague.pk,
        secretary.pk,
        secretary.pk,
    ]


def test_older_look_at_a_text_is_refused(proposal, section, secretary):
    save_text(proposal.pk, section.pk, actor=secretary, revision=0, text="Pertama")

    with pytest.raises(ValidationError) as refusal:
        save_text(proposal.pk, section.pk, actor=secretary, revision=0, text="Kedua")

    assert refusal.value.code == "stale"
    assert NationalText.objects.get().text == "Pertama"


def test_ready_proposal_keeps_its_texts_whatever_the_data_say_later(proposal, section, secretary):
    take_step(proposal.pk, "prepare", actor=secretary)
    section.filled_from = ""
    section.save()

    with pytest.raises(ValidationError) as refusal:
        save_text(proposal.pk, section.pk, actor=secretary, revision=1, text="Terlambat")

    assert refusal.value.code == "not_in_preparation"
    assert [sheet.text for sheet in sheet_of(proposal)] == [ANSWER]


def test_section_of_another_form_is_refused(proposal, secretary):
    foreign = NationalSectionFactory()

    with pytest.raises(ValidationError) as refusal:
        save_text(proposal.pk, foreign.pk, actor=secretary, revision=0, text="Apa saja")

    assert refusal.value.code == "wrong_section"


def test_agencies_and_verifiers_write_nothing(proposal, section, approver, verifier):
    for person in (approver, verifier):
        with pytest.raises(PermissionDenied):
            save_text(proposal.pk, section.pk, actor=person, revision=0, text="Apa saja")
    assert NationalText.objects.count() == 0


def test_form_takes_two_queries(secretary, django_assert_num_queries):
    competition = NationalCompetitionFactory()
    for _more in range(3):
        NationalSectionFactory(competition=competition)
    proposal = make_candidate(
        verified_version().pk, competition.pk, actor=secretary, group_id=competition.groups.get().pk
    )

    with django_assert_num_queries(2):
        assert len(sheet_of(proposal)) == 4
