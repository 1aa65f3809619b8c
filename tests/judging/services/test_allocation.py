from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from innovation_portal.utils.models import OutgoingMessage
from judging.enums import ConflictSource, RoundState
from judging.models import Assignment, ConflictOfInterest
from judging.selectors.progress import progress_of
from judging.services.allocation import apply_allocation, propose_allocation
from judging.services.conflicts import declare_conflict
from tests.factories.judging import PanelistFactory, RoundFactory, VerifiedSubmissionFactory, version_of
from tests.factories.submissions import CategoryFactory, MembershipFactory


@pytest.fixture
def busy_round(db):
    """Three judges, six entries, two judges per entry."""
    made = RoundFactory(edition__judges_per_entry=2)
    PanelistFactory.create_batch(3, round=made)
    VerifiedSubmissionFactory.create_batch(6, edition=made.edition)
    return made


def pairs_of(round_):
    return set(round_.assignments.values_list("panelist_id", "version__submission_id"))


def test_proposing_changes_nothing_and_applying_does_what_was_proposed(busy_round, secretary):
    plan = propose_allocation(busy_round.pk)
    assert not Assignment.objects.exists()

    apply_allocation(busy_round.pk, actor=secretary, seed=plan.seed, expected=plan.digest)

    assert sorted(busy_round.assignments.values_list("panelist_id", "version_id")) == sorted(plan.pairs)
    assert [load.after for load in plan.loads] == [4, 4, 4]


def test_each_judge_gets_one_mail_and_an_order_of_the_own(busy_round, secretary):
    apply_allocation(busy_round.pk, actor=secretary, seed=1)

    judges = [seat.judge for seat in busy_round.panel.all()]
    sent = OutgoingMessage.objects.filter(kind="entries_assigned")
    assert sorted(sent.values_list("recipient", flat=True)) == sorted(judge.pk for judge in judges)
    assert all(message.subject.startswith("4 ") for message in sent)
    for seat in busy_round.panel.all():
        orders = list(seat.assignments.values_list("sort_order", flat=True))
        assert len(set(orders)) == 4


def test_applying_again_assigns_nothing_and_writes_to_nobody(busy_round, secretary):
    apply_allocation(busy_round.pk, actor=secretary, seed=1)
    before = pairs_of(busy_round)

    assert apply_allocation(busy_round.pk, actor=secretary, seed=2) == []

    assert pairs_of(busy_round) == before
    assert OutgoingMessage.objects.count() == 3


def test_members_and_employees_of_the_agency_never_get_its_entry(secretary):
    round_ = RoundFactory(edition__judges_per_entry=2)
    seats = PanelistFactory.create_batch(4, round=round_)
    entry = VerifiedSubmissionFactory(edition=round_.edition)
    agency = entry.innovation.agency
    MembershipFactory(agency=agency, user=seats[0].judge)
    seats[1].employer = f"Pemerintah  {agency.region.name.upper()}"
    seats[1].save()

    apply_allocation(round_.pk, actor=secretary, seed=1)

    assert pairs_of(round_) == {(seats[2].pk, entry.pk), (seats[3].pk, entry.pk)}
    assert set(ConflictOfInterest.objects.values_list("judge", "submission", "source")) == {
        (seats[0].judge_id, entry.pk, ConflictSource.AUTOMATIC),
        (seats[1].judge_id, entry.pk, ConflictSource.AUTOMATIC),
    }


def test_a_conflict_of_an_earlier_round_still_counts(secretary):
    round_ = RoundFactory(edition__judges_per_entry=1)
    first, second = PanelistFactory.create_batch(2, round=round_)
    entry = VerifiedSubmissionFactory(edition=round_.edition)
    ConflictOfInterest.objects.create(
        judge=first.judge, submission=entry, source=ConflictSource.DECLARED, reason="Adik pengusul"
    )

    apply_allocation(round_.pk, actor=secretary, seed=1)

    assert pairs_of(round_) == {(second.pk, entry.pk)}


def test_topping_up_replaces_a_withdrawn_judge_and_moves_nothing(busy_round, secretary):
    apply_allocation(busy_round.pk, actor=secretary, seed=1)
    before = pairs_of(busy_round)
    withdrawn = busy_round.assignments.select_related("panelist__judge").first()
    declare_conflict(withdrawn.pk, actor=withdrawn.panelist.judge, reason="Pernah menjadi konsultannya")

    added = apply_allocation(busy_round.pk, actor=secretary, seed=1)

    assert pairs_of(busy_round) >= before
    assert propose_allocation(busy_round.pk).pairs == []
    assert [item.version_id for item in added] == [withdrawn.version_id]
    assert added[0].panelist_id != withdrawn.panelist_id


def test_an_impossible_allocation_says_which_entries_and_assigns_nothing(secretary):
    round_ = RoundFactory(edition__judges_per_entry=2)
    PanelistFactory(round=round_)
    PanelistFactory(round=round_, load_limit=1)
    entries = VerifiedSubmissionFactory.create_batch(2, edition=round_.edition)

    with pytest.raises(ValidationError) as raised:
        apply_allocation(round_.pk, actor=secretary, seed=1)

    assert raised.value.code == "impossible"
    assert any(entry.registration_number in raised.value.messages[0] for entry in entries)
    assert not Assignment.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_a_preview_that_is_out_of_date_is_refused(busy_round, secretary):
    plan = propose_allocation(busy_round.pk)
    VerifiedSubmissionFactory(edition=busy_round.edition)

    with pytest.raises(ValidationError) as raised:
        apply_allocation(busy_round.pk, actor=secretary, seed=plan.seed, expected=plan.digest)

    assert raised.value.code == "stale"
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("state", [RoundState.PREPARATION, RoundState.SEALED])
def test_only_an_open_round_is_assigned(busy_round, secretary, state):
    busy_round.state = state
    busy_round.save()

    with pytest.raises(ValidationError) as raised:
        apply_allocation(busy_round.pk, actor=secretary, seed=1)

    assert raised.value.code == "not_open"


def test_a_judge_does_not_assign(busy_round, judge):
    with pytest.raises(PermissionDenied):
        apply_allocation(busy_round.pk, actor=judge, seed=1)

    assert not Assignment.objects.exists()


def test_the_latest_version_of_verified_entries_is_assigned(secretary):
    round_ = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory(round=round_)
    entry = VerifiedSubmissionFactory(edition=round_.edition)
    newest = version_of(entry)
    newest.pk, newest.number = None, 2
    newest.save()
    VerifiedSubmissionFactory(edition=round_.edition, status="submitted")
    VerifiedSubmissionFactory()

    made = apply_allocation(round_.pk, actor=secretary, seed=1)

    assert Counter(item.version_id for item in made) == {newest.pk: 1}


@pytest.fixture
def two_fields(db):
    """A round of two categories: two judges of the first, one of the second, two entries of each, one judge each."""
    round_ = RoundFactory(edition__judges_per_entry=1)
    categories = [CategoryFactory(edition=round_.edition, name=name) for name in ("Kesehatan", "Pendidikan")]
    for category in (categories[0], categories[0], categories[1]):
        PanelistFactory(round=round_).categories.add(category)
        VerifiedSubmissionFactory(edition=round_.edition, category=category)
    return round_


def fields_of(round_):
    """The categories of judge and entry for each assignment."""
    return sorted(round_.assignments.values_list("panelist__categories__name", "version__submission__category__name"))


def test_entries_go_to_who_knows_their_category(two_fields, secretary):
    apply_allocation(two_fields.pk, actor=secretary, seed=1)

    assert fields_of(two_fields) == [("Kesehatan", "Kesehatan")] * 2 + [("Pendidikan", "Pendidikan")]


@pytest.mark.parametrize("demands_expertise", [False, True])
def test_only_a_round_that_demands_expertise_leaves_entries_open_for_it(two_fields, secretary, demands_expertise):
    two_fields.demands_expertise = demands_expertise
    two_fields.save()
    two_fields.panel.last().categories.set(two_fields.edition.categories.filter(name="Kesehatan"))

    gaps = propose_allocation(two_fields.pk).gaps

    assert [(gap.entry.submission.category.name, gap.missing, gap.expertise) for gap in gaps] == (
        [("Pendidikan", 1, 3)] if demands_expertise else []
    )


def test_the_preview_says_who_is_added_to_which_entry(busy_round):
    plan = propose_allocation(busy_round.pk)

    added = [(seat.pk, addition.entry.pk) for addition in plan.additions for seat in addition.seats]
    assert sorted(added) == sorted(plan.pairs)
    numbers = [addition.entry.submission.registration_number for addition in plan.additions]
    assert numbers == sorted(numbers)
    assert len(plan.connection.groups) == 1


def test_anchor_entries_are_assigned_if_they_are_asked_for(secretary):
    round_ = RoundFactory(edition__judges_per_entry=1)
    seats = PanelistFactory.create_batch(2, round=round_)
    VerifiedSubmissionFactory.create_batch(2, edition=round_.edition)
    plan = propose_allocation(round_.pk)
    assert (len(plan.connection.groups), len(plan.anchors)) == (2, 2)

    apply_allocation(round_.pk, actor=secretary, seed=plan.seed, expected=plan.digest, with_anchors=True)

    assert sorted(round_.assignments.values_list("panelist_id", "version_id")) == sorted([*plan.pairs, *plan.anchors])
    after = propose_allocation(round_.pk)
    assert (after.pairs, after.anchors) == ([], [])
    assert [group.judges for group in after.connection.groups] == [tuple(seat.pk for seat in seats)]


def test_one_judge_more_for_an_entry_fills_no_gap_of_another(secretary):
    round_ = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory.create_batch(2, round=round_)
    VerifiedSubmissionFactory.create_batch(2, edition=round_.edition)
    apply_allocation(round_.pk, actor=secretary, seed=1, with_anchors=True)
    VerifiedSubmissionFactory(edition=round_.edition)

    progress = progress_of(round_)

    assert (progress.assigned, progress.wanted, progress.unassigned) == (4, 3, 1)
