import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from judging.enums import ConflictSource, RoundState
from judging.models import Assignment, ConflictOfInterest, Panelist, Round
from judging.services.allocation import apply_allocation, propose_allocation
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    RoundFactory,
    RubricFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import EditionFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def address(name, *args):
    return reverse(f"rounds:{name}", args=args)


def form_errors(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_desk_says_what_keeps_a_round_from_opening(office):
    round_ = RoundFactory(edition__judges_per_entry=2, state=RoundState.PREPARATION)

    response = office.get(address("desk", round_.pk))

    assert response.context["problems"] == [
        "Panel beranggota 0 juri, sedangkan setiap usulan perlu 2.",
        "Panel belum punya ketua.",
        "Belum ada usulan edisi ini yang terverifikasi.",
    ]


def test_opening_asks_first_and_is_logged(office, new_round, secretary):
    assert office.get(address("open", new_round.pk)).status_code == 200
    new_round.refresh_from_db()
    assert new_round.state == RoundState.PREPARATION

    response = office.post(address("open", new_round.pk))

    assert response.url == address("desk", new_round.pk)
    new_round.refresh_from_db()
    assert new_round.state == RoundState.OPEN
    entry = ModelLogEntry.objects.get(action="judging.open")
    assert (entry.user, entry.object_id) == (secretary, str(new_round.pk))
    assert str(entry.message) == "Membuka babak dan membekukan rubriknya"


def test_a_round_that_lacks_something_is_not_opened_and_says_all_of_it(office):
    round_ = RoundFactory(state=RoundState.PREPARATION, rubric=RubricFactory(criteria={"baru": 40}))

    response = office.post(address("open", round_.pk))

    assert form_errors(response)["__all__"][0] == "Bobot rubrik berjumlah 40.00, seharusnya 100."
    round_.refresh_from_db()
    assert round_.state == RoundState.PREPARATION


def test_seating_and_taking_out_a_judge(office, new_round):
    person = UserFactory()

    office.post(address("seat", new_round.pk), {"judge": person.pk, "employer": "Undip", "load_limit": 4})
    seat = Panelist.objects.get(judge=person)
    assert (seat.employer, seat.load_limit, seat.is_chair) == ("Undip", 4, False)

    office.post(address("unseat", new_round.pk, seat.pk))
    assert not Panelist.objects.filter(judge=person).exists()


def test_a_judge_with_work_is_not_taken_out(office, assignment):
    response = office.post(address("unseat", assignment.round_id, assignment.panelist_id))

    assert "sudah punya usulan" in form_errors(response)["__all__"][0]
    assert Panelist.objects.filter(pk=assignment.panelist_id).exists()


def test_assignment_is_previewed_and_applied_as_shown(office):
    round_ = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory.create_batch(2, round=round_)
    VerifiedSubmissionFactory.create_batch(2, edition=round_.edition)

    plan = office.get(address("assign", round_.pk)).context["plan"]
    assert not Assignment.objects.exists()
    office.post(address("assign", round_.pk), {"seed": plan.seed, "expected": plan.digest})

    assert sorted(Assignment.objects.values_list("panelist_id", "version_id")) == sorted(plan.pairs)


def test_a_preview_that_went_stale_is_shown_anew(office):
    round_ = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory(round=round_)
    VerifiedSubmissionFactory(edition=round_.edition)
    plan = propose_allocation(round_.pk)
    VerifiedSubmissionFactory(edition=round_.edition)

    response = office.post(address("assign", round_.pk), {"seed": plan.seed, "expected": plan.digest})

    assert form_errors(response) == {"__all__": ["Ada yang berubah sejak pratinjau ini. Periksa pratinjau yang baru."]}
    assert len(response.context["plan"].pairs) == 2
    assert not Assignment.objects.exists()


def test_an_impossible_assignment_names_the_entries(office):
    round_ = RoundFactory(edition__judges_per_entry=2)
    PanelistFactory(round=round_)
    entry = VerifiedSubmissionFactory(edition=round_.edition)

    page = office.get(address("assign", round_.pk)).content.decode()

    assert entry.registration_number in page
    assert "Tugaskan seperti ditampilkan" not in page


def test_the_secretariat_sees_a_declared_conflict_and_records_its_own(office, assignment, judge):
    office.post(
        address("record-conflict", assignment.round_id),
        {
            "judge": judge.pk,
            "submission": assignment.version.submission.registration_number,
            "reason": "Laporan <b>warga</b>",
        },
    )

    conflict = ConflictOfInterest.objects.get()
    assert (conflict.source, conflict.reason) == (ConflictSource.SECRETARIAT, "Laporan <b>warga</b>")
    desk = office.get(address("desk", assignment.round_id)).content.decode()
    assert "Laporan &lt;b&gt;warga&lt;/b&gt;" in desk
    assert "1 lembar nilai belum punya juri" in desk


def test_a_conflict_of_an_unknown_number_is_refused_beside_it(office, assignment, judge):
    response = office.post(
        address("record-conflict", assignment.round_id), {"judge": judge.pk, "submission": "X", "reason": "r"}
    )

    assert form_errors(response) == {"submission": ["Tidak ada usulan edisi ini dengan nomor tersebut."]}


def test_an_open_round_keeps_its_rules(office, round_):
    data = {
        "edition": EditionFactory().pk,
        "kind": round_.kind,
        "rubric": RubricFactory().pk,
        "number": round_.number,
        "closes_at": "",
        "seed": round_.seed,
        "weight": 40,
        "passing_grade": "85",
        "advance_pool": round_.advance_pool,
        "judges_per_entry": 2,
        "presentation_minutes": 7,
        "question_minutes": 13,
        "feedback_policy": "scores",
        "method": "judge-adjusted-mean",
        "first_tie_break": "higher_median",
        "least_sheets_per_entry": round_.least_sheets_per_entry,
        "least_sheets_per_judge": round_.least_sheets_per_judge,
        "discrepancy_threshold": "15",
        "code_of_conduct": "Lain.",
    }

    response = office.post(address("edit", round_.pk), data)

    fixed = {"edition", "rubric", "weight", "passing_grade", "feedback_policy", "method", "first_tie_break"}
    assert set(form_errors(response)) == fixed | {"code_of_conduct"}
    before = (round_.rubric_id, round_.feedback_policy)
    round_.refresh_from_db()
    assert (round_.rubric_id, round_.feedback_policy) == before


def test_a_round_in_use_is_not_deleted(office, assignment):
    office.post(address("delete", assignment.round_id))

    assert Round.objects.filter(pk=assignment.round_id).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_round_list_query_count_is_constant(office, count, django_assert_max_num_queries):
    for _ in range(count):
        AssignmentFactory()

    with django_assert_max_num_queries(22):
        response = office.get(address("index"))

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_entry_progress_query_count_is_constant(office, round_, count, django_assert_max_num_queries):
    for _ in range(count):
        ScoreSheetFactory(assignment=AssignmentFactory(round=round_))

    with django_assert_max_num_queries(16):
        response = office.get(address("progress", round_.pk))

    assert [entry.submitted for entry in response.context["object_list"]] == [1] * count


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.EDITORIAL, Role.JUDGE, Role.CHAIR, Role.LEADERSHIP])
@pytest.mark.parametrize("name", ["desk", "open", "seat", "assign", "record-conflict", "progress"])
def test_rounds_are_run_by_the_secretariat_only(client, new_round, role, name):
    client.force_login(UserFactory(roles=[role]))

    for answer in (client.get(address(name, new_round.pk)), client.post(address(name, new_round.pk))):
        assert answer.status_code in {302, 403, 405}
    new_round.refresh_from_db()
    assert new_round.state == RoundState.PREPARATION
    assert new_round.panel.count() == 3
    assert not Assignment.objects.exists()


def test_the_preview_names_what_each_entry_gets_or_lacks(office):
    round_ = RoundFactory(edition__judges_per_entry=2)
    seats = PanelistFactory.create_batch(2, round=round_)
    entry, blocked = VerifiedSubmissionFactory.create_batch(2, edition=round_.edition)
    ConflictOfInterest.objects.create(
        judge=seats[0].judge, submission=blocked, source=ConflictSource.SECRETARIAT, reason="Kakak."
    )

    page = " ".join(office.get(address("assign", round_.pk)).content.decode().split())

    assert f"<b>{blocked.registration_number}</b>" in page
    assert "kurang 1 juri · 1 juri punya benturan kepentingan</small>" in page
    additions = propose_allocation(round_.pk).additions
    assert [(one.entry.submission, len(one.seats)) for one in additions] == [(entry, 2), (blocked, 1)]


def test_groups_that_share_no_entry_are_tied_together_on_demand(office):
    round_ = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory.create_batch(2, round=round_)
    VerifiedSubmissionFactory.create_batch(2, edition=round_.edition)

    page = office.get(address("assign", round_.pk))
    assert "Juri terbagi menjadi 2 kelompok" in page.content.decode()
    plan = page.context["plan"]
    office.post(address("assign", round_.pk), {"seed": plan.seed, "expected": plan.digest, "with_anchors": "on"})

    assert sorted(Assignment.objects.values_list("panelist_id", "version_id")) == sorted([*plan.pairs, *plan.anchors])
    assert "Semua juri terhubung" in office.get(address("assign", round_.pk)).content.decode()


def test_an_open_round_still_changes_its_rules_for_judges_and_sheets(office, round_):
    names = (
        *("number", "kind", "seed", "weight", "method", "advance_pool", "feedback_policy"),
        *("least_sheets_per_entry", "least_sheets_per_judge", "discrepancy_threshold"),
        *("presentation_minutes", "question_minutes"),
    )
    data = {name: getattr(round_, name) for name in names}
    data |= {"edition": round_.edition_id, "rubric": round_.rubric_id}
    data["code_of_conduct"] = round_.code_of_conduct.replace("\n", "\r\n")  # as browsers send it

    office.post(address("edit", round_.pk), data | {"demands_expertise": "on", "least_sheets": 1})
    round_.refresh_from_db()
    assert (round_.demands_expertise, round_.least_sheets) == (True, 1)

    Round.objects.filter(pk=round_.pk).update(state=RoundState.SEALED)
    response = office.post(address("edit", round_.pk), data | {"least_sheets": 2})
    assert set(form_errors(response)) == {"demands_expertise", "least_sheets"}


def test_the_code_of_conduct_changes_until_somebody_agrees(office, round_):
    round_.panel.update(agreed_at=None, agreed_text="")
    page = office.get(address("edit", round_.pk))
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}

    office.post(address("edit", round_.pk), data | {"code_of_conduct": "Satu.\r\nDua."})
    round_.refresh_from_db()
    assert round_.code_of_conduct == "Satu.\nDua."

    PanelistFactory(round=round_)
    response = office.post(address("edit", round_.pk), data | {"code_of_conduct": "Tiga."})
    assert set(form_errors(response)) == {"code_of_conduct"}


def test_the_round_says_who_has_agreed(office, round_):
    PanelistFactory(round=round_, agreed_at=None, agreed_text="")

    page = office.get(address("desk", round_.pk)).content.decode()

    assert (page.count("belum disetujui"), page.count("<td>disetujui ")) == (1, 1)


def test_topping_up_after_a_withdrawal_is_offered(office, new_round, secretary):
    new_round.state = RoundState.OPEN
    new_round.save()
    apply_allocation(new_round.pk, actor=secretary, seed=1)

    page = office.get(address("assign", new_round.pk)).content.decode()

    assert "Setiap usulan sudah punya juri" in page
