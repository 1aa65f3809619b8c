"""What an agency reads of its sheets, and that no judge can be told from it."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import (
    AwardState,
    CommentPolicy,
    FeedbackPolicy,
    RoundState,
    RubricScale,
    ScoreState,
    SheetState,
)
from judging.models import Admission, Assignment, Round, Rubric, Score
from judging.selectors.feedback import CriterionFeedback, GivenMark, RoundFeedback, feedback_on
from judging.services.admissions import add_entry, remove_entry
from judging.services.editions import clone_edition
from tests.factories.accounts import UserFactory
from tests.factories.judging import (
    AssignmentFactory,
    AwardFactory,
    PanelistFactory,
    ResultRunFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
    version_of,
)
from tests.factories.submissions import InnovationFactory, MembershipFactory


@pytest.fixture
def round_(db):
    """A sealed round that tells everything, of an edition whose awards were announced."""
    round_ = RoundFactory(state=RoundState.SEALED, feedback_policy=FeedbackPolicy.SCORES)
    AwardFactory(run=ResultRunFactory(round=round_), state=AwardState.PROVISIONAL)
    return round_


@pytest.fixture
def submission(round_, agency):
    return VerifiedSubmissionFactory(edition=round_.edition, innovation=InnovationFactory(agency=agency))


@pytest.fixture
def hand_in(round_, submission):
    """Hand in a sheet with these values by criterion; each mark is commented with `words` and the criterion."""

    def make(values, words="", **changes):
        assignment = AssignmentFactory(
            round=round_, panelist__round=round_, version=version_of(submission), cleared_at=clock.now()
        )
        sheet = ScoreSheetFactory(assignment=assignment, values=values, note="Catatan rahasia.", **changes)
        for score in sheet.scores.select_related("criterion"):
            score.comment = f"{words} {score.criterion.code}"
            score.save()
        return sheet

    return make


def marks_by_criterion(submission):
    [feedback] = feedback_on(submission)
    return {criterion.name: criterion.marks for criterion in feedback.criteria}


def test_each_criterion_has_its_mean_and_the_marks_of_every_sheet(hand_in, submission):
    hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")

    [feedback] = feedback_on(submission)

    assert feedback.sheet_count == 1
    strong, stronger = GivenMark(1, 4, "Satu signifikansi", "Kuat."), GivenMark(1, 5, "Satu kebaruan", "Sangat kuat.")
    assert feedback.criteria == [
        CriterionFeedback("Signifikansi", Decimal("60.00"), Decimal(4), [strong]),
        CriterionFeedback("Kebaruan", Decimal("40.00"), Decimal(5), [stronger]),
    ]


def test_the_mean_is_exact_and_over_what_was_scored_only(hand_in, submission):
    for values in ({"signifikansi": 3}, {"signifikansi": 4, "kebaruan": 2}, {"signifikansi": 4}):
        hand_in(values)

    [feedback] = feedback_on(submission)

    assert [criterion.mean for criterion in feedback.criteria] == [Decimal("3.666667"), Decimal(2)]
    assert sorted(mark.value or 0 for mark in feedback.criteria[1].marks) == [0, 0, 2]


def test_comments_alone_come_without_any_number(round_, hand_in, submission):
    Round.objects.update(feedback_policy=FeedbackPolicy.COMMENTS)
    hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")

    [feedback] = feedback_on(submission)

    assert [(criterion.mean, criterion.marks) for criterion in feedback.criteria] == [
        (None, [GivenMark(1, None, "Satu signifikansi")]),
        (None, [GivenMark(1, None, "Satu kebaruan")]),
    ]


def test_why_a_judge_gave_no_score_stays_with_the_secretariat(hand_in, submission):
    sheet = hand_in({"signifikansi": 4, "kebaruan": 5}, "Saya")
    Score.objects.filter(sheet=sheet, criterion__code="kebaruan").update(
        state=ScoreState.ABSTAINED, value=None, comment="Saya konsultannya."
    )

    assert marks_by_criterion(submission)["Kebaruan"] == [GivenMark(1, None, "")]


def test_what_does_not_count_is_not_told(round_, hand_in, submission):
    hand_in({"signifikansi": 4, "kebaruan": 4}, "Dihitung")
    hand_in({"signifikansi": 1, "kebaruan": 1}, "Konsep", state=SheetState.DRAFT)
    recused = hand_in({"signifikansi": 2, "kebaruan": 2}, "Mundur")
    Assignment.objects.filter(sheet=recused).update(recused_at=clock.now())
    hand_in({}, "Kosong")
    other = VerifiedSubmissionFactory(edition=round_.edition)
    ScoreSheetFactory(assignment__round=round_, assignment__version=version_of(other), values={"signifikansi": 5})

    assert marks_by_criterion(submission)["Signifikansi"] == [GivenMark(1, 4, "Dihitung signifikansi", "Kuat.")]


@pytest.mark.parametrize("missing", ["seal", "announcement", "policy"])
def test_nothing_is_told_before_it_may_be(round_, hand_in, submission, client, operator, missing):
    hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")
    if missing == "seal":
        Round.objects.update(state=RoundState.OPEN)
    elif missing == "announcement":
        round_.edition.award_levels.get().awards.all().delete()
    else:
        Round.objects.update(feedback_policy=FeedbackPolicy.NOTHING)
    client.force_login(operator)

    address = reverse("judging:feedback-detail", args=[submission.pk])
    assert feedback_on(submission) == []
    assert client.get(address).status_code == 404
    page = client.get(reverse("submissions:submission-detail", args=[submission.pk])).content.decode()
    assert address not in page


def test_an_entry_that_nobody_judged_has_no_feedback(submission):
    assert feedback_on(submission) == []


def test_the_comments_of_one_sheet_have_the_same_number_in_every_criterion(hand_in, submission):
    for words in ("Satu", "Dua", "Tiga", "Empat"):
        hand_in({"signifikansi": 4, "kebaruan": 5}, words)

    marks = marks_by_criterion(submission)

    orders = [[mark.comment.split()[0] for mark in given] for given in marks.values()]
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == ["Dua", "Empat", "Satu", "Tiga"]
    assert [[mark.sheet for mark in given] for given in marks.values()] == [[1, 2, 3, 4]] * 2
    assert marks_by_criterion(submission) == marks


def test_the_order_says_nothing_of_panel_name_or_time(round_):
    """Three judges hand in for thirty entries, always in the same order: it comes back no oftener than by chance."""
    panel = PanelistFactory.create_batch(3, round=round_)
    orders = []
    for _ in range(30):
        entry = VerifiedSubmissionFactory(edition=round_.edition)
        for number, seat in enumerate(panel, start=1):
            assignment = AssignmentFactory(round=round_, panelist=seat, version=version_of(entry))
            ScoreSheetFactory(assignment=assignment, values={"signifikansi": number})
        orders.append(tuple(mark.value for mark in marks_by_criterion(entry)["Signifikansi"]))

    assert len(set(orders)) > 2
    assert all(orders.count(order) < 20 for order in set(orders))


def test_the_order_cannot_be_worked_out_without_the_secret_of_the_portal(hand_in, submission, settings):
    for number in range(1, 6):
        hand_in({"signifikansi": number})
    orders = set()
    for secret in ("a", "b", "c", "d", "e", "f"):
        settings.SECRET_KEY = secret
        orders.add(tuple(mark.value for mark in marks_by_criterion(submission)["Signifikansi"]))

    assert len(orders) > 1


@pytest.fixture
def read_page(client, operator, submission):
    """Return what the agency's member reads: the contents of the page, without the frame that is on all of them."""

    def read():
        client.force_login(operator)
        html = client.get(reverse("judging:feedback-detail", args=[submission.pk])).content.decode()
        return html[html.index("<main") : html.index("</main>")]

    return read


def test_the_page_shows_comments_and_scores(hand_in, read_page):
    for words in ("Satu", "Dua <b>"):
        hand_in({"signifikansi": 4, "kebaruan": 5}, words)

    text = " ".join(re.sub(r"<[^>]+>", " ", read_page()).split())

    for told in ("2 lembar dihitung.", "Nilai dari 1 sampai 5.", "Rata-rata: 4,00", "Rata-rata: 5,00"):
        assert told in text
    assert "Satu signifikansi" in text
    assert "Dua &lt;b&gt; kebaruan" in text
    assert set(re.findall(r"Lembar (\d+)", text)) == {"1", "2"}


def test_the_page_would_be_the_same_had_other_judges_written_it_at_other_times(hand_in, read_page):
    sheets = [hand_in({"signifikansi": 4, "kebaruan": 5}, words) for words in ("Satu", "Dua", "Tiga")]
    before = read_page()

    for days, sheet in enumerate(reversed(sheets)):
        seat = sheet.assignment.panelist
        seat.judge, seat.employer, seat.is_chair = UserFactory(roles=[Role.JUDGE]), "Universitas Lain", days == 1
        seat.save()
        sheet.submitted_at = sheet.updated_at = clock.now() - timedelta(days=days)
        sheet.note, sheet.revision = "Catatan lain.", days
        sheet.save()

    assert read_page() == before


def test_feedback_holds_no_object_of_a_judge(hand_in, submission):
    sheet = hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")

    [feedback] = feedback_on(submission)

    told = repr(feedback)
    assert all(trace not in told for trace in (sheet.assignment.panelist.judge.name, "Catatan rahasia", "Assignment"))


def test_the_submission_leads_to_its_feedback(client, operator, hand_in, submission):
    hand_in({"signifikansi": 4, "kebaruan": 5})
    client.force_login(operator)

    page = client.get(reverse("submissions:submission-detail", args=[submission.pk])).content.decode()

    assert f'href="{reverse("judging:feedback-detail", args=[submission.pk])}"' in page


def test_feedback_is_for_the_own_agency_only(client, hand_in, submission, secretary, judge, chair):
    hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")

    for user in (MembershipFactory().user, secretary, judge, chair):
        client.force_login(user)
        response = client.get(reverse("judging:feedback-detail", args=[submission.pk]))
        assert response.status_code == 404


def test_criteria_without_comments_show_their_scores(round_, hand_in, submission):
    round_.rubric.criteria.update(comment_policy=CommentPolicy.OFF)
    sheet = hand_in({"signifikansi": 4, "kebaruan": 5})
    sheet.scores.update(comment="")

    assert marks_by_criterion(submission)["Kebaruan"] == [GivenMark(1, 5, "", "Sangat kuat.")]


@pytest.mark.parametrize(
    ("scale", "maximum", "value", "meaning"),
    [
        (RubricScale.LEVELS, 5, 2, "Sedikit."),
        (RubricScale.PROVED, 5, 3, "Cukup."),
        (RubricScale.PROVED, 5, 0, "Tidak ada tingkat yang terbukti."),
        (RubricScale.PROVED, 7, 7, ""),
        (RubricScale.POINTS, 100, 3, ""),
    ],
)
def test_a_score_says_what_its_level_means(round_, hand_in, submission, read_page, scale, maximum, value, meaning):
    Rubric.objects.filter(pk=round_.rubric_id).update(scale=scale, scale_maximum=maximum)
    hand_in({"signifikansi": value, "kebaruan": value}, "Satu")

    assert marks_by_criterion(submission)["Signifikansi"] == [GivenMark(1, value, "Satu signifikansi", meaning)]
    told = re.findall(r'data-label="Arti nilai"><div class="so-break">([^<]*)<', read_page())
    assert told == ([meaning] * 2 if meaning else [])


def test_an_entry_that_was_taken_out_reads_why_its_feedback_ends(round_, hand_in, submission, read_page, secretary):
    hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")
    Round.objects.update(state=RoundState.OPEN)
    remove_entry(round_.pk, actor=secretary, submission=submission, reason="Layanan sudah berhenti.")
    Round.objects.update(state=RoundState.SEALED)

    moment = Admission.objects.get().decided_at
    assert feedback_on(submission) == [RoundFeedback(round_, 0, [], moment, "Layanan sudah berhenti.")]
    page = read_page()
    assert ("Layanan sudah berhenti." in page, "Satu signifikansi" in page) == (True, False)


def test_an_entry_that_was_let_in_again_reads_its_sheets(round_, hand_in, submission, secretary):
    hand_in({"signifikansi": 4, "kebaruan": 5}, "Satu")
    Round.objects.update(state=RoundState.OPEN)
    remove_entry(round_.pk, actor=secretary, submission=submission, reason="Keliru.")
    add_entry(round_.pk, actor=secretary, submission=submission, reason="Bukan yang ini.")
    Round.objects.update(state=RoundState.SEALED)

    assert [(one.sheet_count, one.removed_at) for one in feedback_on(submission)] == [(1, None)]


@pytest.mark.parametrize("count", [1, 3])
def test_feedback_query_count_is_constant(hand_in, submission, count, django_assert_num_queries):
    for _ in range(count):
        hand_in({"signifikansi": 4, "kebaruan": 5})

    with django_assert_num_queries(4):
        [feedback] = feedback_on(submission)

    assert feedback.sheet_count == count


def test_next_year_tells_as_much(round_, secretary):
    clone = clone_edition(round_.edition_id, year=2099, actor=secretary)

    assert clone.rounds.get().feedback_policy == FeedbackPolicy.SCORES
