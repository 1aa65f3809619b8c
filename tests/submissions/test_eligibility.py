"""Who may take part: groups, former winners, ages and quotas, from the rows of the edition."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from innovation_portal.utils import clock
from judging.enums import AwardState
from submissions.enums import AgencyKind, EditionState, FormerWinners, Lineage
from submissions.models import Obligation, Submission
from submissions.selectors.checks import problems_of
from submissions.selectors.editions import sections_of
from submissions.selectors.eligibility import is_former_winner, quota_of
from submissions.services.drafts import Facts, save_answer, save_facts, start_submission
from submissions.services.editions import clone_edition, open_edition
from submissions.services.submissions import change_status
from tests.factories.judging import AwardFactory
from tests.factories.submissions import (
    AgencyFactory,
    AgencyQuotaFactory,
    EditionFactory,
    GroupFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    RecognitionFactory,
    RegionFactory,
    SectionFactory,
    SubmissionFactory,
)

TOP = "KIPP nasional Top 45"


@pytest.fixture
def edition(db):
    return EditionFactory(year=2026)


def member_of(submission):
    return MembershipFactory(agency=submission.innovation.agency).user


def codes_of(submission):
    return [problem.code for problem in problems_of(Submission.objects.get(pk=submission.pk))]


def entry(group, **innovation):
    return ReadySubmissionFactory(
        edition=group.edition, group=group, innovation=InnovationFactory(title="Kasa Berbuntut II", **innovation)
    )


def test_group_is_asked_for_where_the_edition_has_groups(edition):
    ready = ReadySubmissionFactory(edition=edition)
    assert codes_of(ready) == []

    GroupFactory(edition=edition)

    assert codes_of(ready) == ["group_missing"]


@pytest.mark.parametrize(("lineage", "expected"), [(Lineage.NEW, ["not_replication"]), (Lineage.REPLICATION, [])])
def test_group_for_replications_takes_replications(edition, lineage, expected):
    source = None if lineage == Lineage.NEW else InnovationFactory(title="Kabut Cepat Sirna")

    assert codes_of(
        entry(GroupFactory(edition=edition, is_for_replications=True), lineage=lineage, source=source)
    ) == (expected)


@pytest.mark.parametrize(
    ("rule", "has_won", "expected"),
    [
        (FormerWinners.EXCLUDED, True, ["former_winner"]),
        (FormerWinners.EXCLUDED, False, []),
        (FormerWinners.REQUIRED, True, []),
        (FormerWinners.REQUIRED, False, ["no_winner"]),
        (FormerWinners.ANY, True, []),
        (FormerWinners.ANY, False, []),
    ],
)
def test_former_winners_take_part_where_the_group_says(edition, rule, has_won, expected):
    submission = entry(GroupFactory(edition=edition, former_winners=rule, top_awards=f"Top 9\n{TOP}"))
    if has_won:
        RecognitionFactory(innovation=submission.innovation, award="KIPP nasional - Top 45")

    assert codes_of(submission) == expected


@pytest.mark.parametrize(
    ("award", "is_one"),
    [
        ("KIPP nasional - Top 45", True),
        ("KIPP Nasional – top 45 (2019)", True),
        ("KIPP nasional - Top 4", False),
        ("KIPP nasional - Top 455", False),
        ("KIPP Jateng 2021 - Top 45", False),
    ],
)
def test_award_is_recognised_by_its_whole_words(db, award, is_one):
    innovation = InnovationFactory()
    RecognitionFactory(innovation=innovation, award=award)

    assert is_former_winner(innovation, [TOP]) is is_one


def test_development_inherits_the_win_and_a_replication_does_not(db):
    winner = InnovationFactory(title="Kabut Cepat Sirna")
    RecognitionFactory(innovation=winner)
    second = InnovationFactory(lineage=Lineage.DEVELOPMENT, source=winner, agency=winner.agency)
    third = InnovationFactory(lineage=Lineage.DEVELOPMENT, source=second, agency=winner.agency)
    copy = InnovationFactory(lineage=Lineage.REPLICATION, source=winner)

    assert [is_former_winner(one, [TOP]) for one in (winner, second, third, copy)] == [True, True, True, False]


def test_developments_in_a_ring_end(db):
    first = InnovationFactory()
    second = InnovationFactory(lineage=Lineage.DEVELOPMENT, source=first)
    first.lineage, first.source = Lineage.DEVELOPMENT, second
    first.save()

    assert not is_former_winner(first, [TOP])


@pytest.mark.parametrize(
    ("state", "is_one"), [(AwardState.FINAL, True), (AwardState.PROVISIONAL, False), (AwardState.REVOKED, False)]
)
def test_award_of_this_competition_counts_once_it_is_final(db, state, is_one):
    award = AwardFactory(state=state)

    assert is_former_winner(award.submission.innovation, [award.level.name]) is is_one


def test_age_of_the_group_goes_before_that_of_the_edition(edition):
    young = clock.today() - timedelta(days=200)
    old_enough = GroupFactory(edition=edition, minimum_age_months=6)
    strict = GroupFactory(edition=edition)

    assert codes_of(entry(old_enough, started_on=young)) == []
    Submission.objects.all().update(group=strict)
    assert codes_of(Submission.objects.get()) == ["too_young"]


def test_sections_are_those_for_all_and_those_of_the_group(edition):
    SectionFactory(edition=edition, code="inspirasi", for_groups="replikasi, khusus", sort_order=7)
    general, replication = (GroupFactory(edition=edition, code=code) for code in ("umum", "replikasi"))
    submission = entry(general)

    assert [section.code for section in sections_of(submission)] == ["ringkasan", "signifikansi"]
    submission.group = replication
    assert [section.code for section in sections_of(submission)] == ["ringkasan", "signifikansi", "inspirasi"]
    submission.group = None
    assert [section.code for section in sections_of(submission)] == ["ringkasan", "signifikansi"]


def test_section_of_another_group_is_neither_asked_nor_taken(edition):
    section = SectionFactory(edition=edition, code="inspirasi", for_groups="replikasi")
    submission = entry(GroupFactory(edition=edition, code="umum"))

    assert codes_of(submission) == []
    with pytest.raises(ValidationError) as refused:
        save_answer(submission.pk, section.pk, actor=member_of(submission), revision=0, text="Salah kelompok.")
    assert refused.value.code == "foreign_section"


def test_answers_of_a_group_wait_while_another_is_chosen(edition):
    """Whoever tries another group and comes back finds everything that was written."""
    general, replication = (GroupFactory(edition=edition, code=code) for code in ("umum", "replikasi"))
    section = SectionFactory(edition=edition, code="inspirasi", for_groups="replikasi")
    submission = entry(replication)
    actor = member_of(submission)
    facts = {"title": submission.innovation.title, "category_id": submission.category_id}
    revision = submission.answers.get(section=section).revision
    save_answer(submission.pk, section.pk, actor=actor, revision=revision, text="Dari rumah sakit tetangga.")

    save_facts(submission.pk, actor=actor, revision=0, facts=Facts(**facts, group_id=general.pk))
    save_facts(submission.pk, actor=actor, revision=1, facts=Facts(**facts, group_id=replication.pk))

    assert submission.answers.get(section=section).text == "Dari rumah sakit tetangga."


def test_group_of_another_edition_is_refused(edition):
    submission, foreign = ReadySubmissionFactory(edition=edition), GroupFactory()

    with pytest.raises(ValidationError) as refused:
        save_facts(
            submission.pk,
            actor=member_of(submission),
            revision=0,
            facts=Facts(title="Kasa", group_id=foreign.pk),
        )

    assert refused.value.error_dict["group"][0].code == "foreign_group"


def test_quota_follows_the_kind_of_the_agency(edition):
    AgencyQuotaFactory(edition=edition, agency_kind=AgencyKind.HOSPITAL, maximum=1)
    hospital, department = AgencyFactory(kind=AgencyKind.HOSPITAL), AgencyFactory()
    operator = MembershipFactory(agency=hospital).user
    SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=hospital))

    assert [quota_of(edition, agency) for agency in (hospital, department)] == [1, edition.quota]
    with pytest.raises(ValidationError) as refused:
        start_submission(hospital.pk, edition.pk, actor=operator, facts=Facts(title="Satu lagi"))
    assert refused.value.code == "quota"


def test_quota_is_enforced_again_when_two_drafts_are_handed_in(edition, approver, agency):
    AgencyQuotaFactory(edition=edition, agency_kind=agency.kind, maximum=1)
    first, second = (
        ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency)) for _number in range(2)
    )
    change_status(first.pk, "submit", actor=approver)

    with pytest.raises(ValidationError) as refused:
        change_status(second.pk, "submit", actor=approver)

    assert [error.code for error in refused.value.error_list] == ["quota_reached"]


def test_opening_writes_down_what_each_kind_owes(edition, secretary):
    hospital, department = AgencyFactory(kind=AgencyKind.HOSPITAL), AgencyFactory()
    edition.state = EditionState.PREPARATION
    edition.save()
    AgencyQuotaFactory(edition=edition, agency_kind=AgencyKind.HOSPITAL, minimum=2)

    open_edition(edition.pk, actor=secretary)

    assert dict(Obligation.objects.values_list("agency", "required_count")) == {hospital.pk: 2, department.pk: 1}


def test_a_rule_of_the_region_counts_before_that_of_the_kind(edition, secretary):
    city = RegionFactory()
    here, elsewhere = AgencyFactory(region=city), AgencyFactory()
    hospital_here = AgencyFactory(region=city, kind=AgencyKind.HOSPITAL)
    edition.state = EditionState.PREPARATION
    edition.save()
    AgencyQuotaFactory(edition=edition, agency_kind=here.kind, region=city, minimum=3, maximum=5)
    AgencyQuotaFactory(edition=edition, agency_kind=here.kind, minimum=2, maximum=4)

    open_edition(edition.pk, actor=secretary)

    owed = dict(Obligation.objects.values_list("agency", "required_count"))
    assert owed == {here.pk: 3, elsewhere.pk: 2, hospital_here.pk: edition.required_count}
    assert [quota_of(edition, agency) for agency in (here, elsewhere, hospital_here)] == [5, 4, edition.quota]


def test_one_rule_for_a_kind_and_one_for_each_region(edition):
    city = RegionFactory()
    AgencyQuotaFactory(edition=edition)
    AgencyQuotaFactory(edition=edition, region=city)

    for region in (None, city):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgencyQuotaFactory(edition=edition, region=region)


def test_rules_are_cloned_with_the_edition(edition, secretary):
    GroupFactory(edition=edition, code="umum", former_winners=FormerWinners.EXCLUDED, top_awards=TOP)
    city = RegionFactory()
    AgencyQuotaFactory(edition=edition, minimum=2, maximum=4)
    AgencyQuotaFactory(edition=edition, region=city, minimum=3, maximum=5)

    clone = clone_edition(edition.pk, year=2027, actor=secretary)

    assert list(clone.groups.values_list("code", "former_winners", "top_awards")) == [("umum", "excluded", TOP)]
    rules = [("dinas", None, 2, 4), ("dinas", city.pk, 3, 5)]
    assert sorted(clone.agency_quotas.values_list("agency_kind", "region", "minimum", "maximum"), key=str) == sorted(
        rules, key=str
    )
    assert not clone.groups.filter(pk__in=edition.groups.all()).exists()
