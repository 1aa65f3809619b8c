"""The demonstration is loaded once for this module and looked at from every side."""

from collections import Counter
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from django_tasks import task_backends

from home.demonstration import people
from home.demonstration.heads import FURTHER_HEADS
from home.demonstration.loading import load_demonstration
from home.models import CatalogueEntry, Dump, InnovationPage
from home.selectors.dumps import whole_dumps
from innovation_portal.accounts.desks import desks_of
from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardKind, AwardState, CertificateKind, RoundState
from judging.models import Award, Certificate, Objection, Record, RecordFile, Round, Slot
from judging.selectors.feedback import feedback_on
from judging.selectors.results import sealed_run_of
from submissions.enums import ComplianceState, DataMark, EditionState, ReminderRecipients, StageKind
from submissions.models import (
    Edition,
    Feedback,
    FollowUp,
    Innovation,
    Replication,
    Submission,
    SubmissionEvent,
    UsefulMark,
)
from submissions.selectors.checks import problems_of
from submissions.selectors.compliance import compliance_totals
from submissions.selectors.editions import current_edition, stage_of
from submissions.selectors.pace import forecast_of_pace, pace_of
from submissions.selectors.reminders import people_of, reminders_ahead
from submissions.selectors.replications import replication_counts
from submissions.selectors.submissions import submissions_visible_to
from tests.digests import digest_of_tables


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration as the command leaves it; rolled back when the module is done."""
    media, progress = tmp_path_factory.mktemp("media"), []
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        load_demonstration(say=progress.append)
        two_years_ago, last_year, this_year = Edition.objects.order_by("year")
        yield SimpleNamespace(
            two_years_ago=two_years_ago, last_year=last_year, this_year=this_year, media=media, progress=progress
        )
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _world(loaded, db, private_files, settings):
    """Each test reads the files of the demonstration, and changes what it likes."""
    settings.MEDIA_ROOT = loaded.media


def user_of(account) -> User:
    return User.objects.get(email=account.email)


def test_this_year_is_in_its_middle_with_every_state_of_compliance(loaded):
    registration = stage_of(loaded.this_year, StageKind.REGISTRATION)

    assert current_edition() == loaded.this_year
    assert loaded.this_year.year == clock.today().year
    assert (registration.closes_at - clock.now()).days in {10, 11}
    assert compliance_totals(loaded.this_year) == {
        ComplianceState.EXEMPT: 1,
        ComplianceState.NOTHING: 5,
        ComplianceState.DRAFT: 6,
        ComplianceState.AWAITING_APPROVAL: 4,
        ComplianceState.REJECTED: 1,
        ComplianceState.RETURNED: 3,
        ComplianceState.SUBMITTED: 16,
        ComplianceState.VERIFIED: 14,
    }


def test_last_year_is_finished_from_its_seal_to_its_certificates(loaded):
    rounds = loaded.last_year.rounds.order_by("number")
    last = sealed_run_of(loaded.last_year)
    certificates = Certificate.objects.filter(edition=loaded.last_year)
    of_awards = certificates.filter(kind__in=AwardKind.values)

    assert (loaded.last_year.year, loaded.last_year.state) == (loaded.this_year.year - 1, EditionState.FINISHED)
    assert [(round_.kind, round_.state, round_.result_runs.get().rows.count()) for round_ in rounds] == [
        ("desk", RoundState.SEALED, 34),
        ("presentation", RoundState.SEALED, 12),
        ("field", RoundState.SEALED, 9),
    ]
    assert (last.round.kind, last.rows.filter(rank=None).count()) == ("field", 0)
    assert set(Award.objects.values_list("state", flat=True)) == {AwardState.FINAL}
    assert Counter(of_awards.values_list("award__level__name", flat=True)) == {
        "Terbaik I": 1,
        "Terbaik II": 1,
        "Terbaik III": 1,
        "Nomine": 6,
    }
    assert set(certificates.values_list("kind", flat=True)) == set(CertificateKind.values)
    assert {(loaded.media / each.file.name).read_bytes()[:5] for each in certificates} == {b"%PDF-"}


def test_two_years_ago_was_judged_on_paper_and_gave_few_certificates(loaded):
    [round_] = loaded.two_years_ago.rounds.all()
    certificates = Certificate.objects.filter(edition=loaded.two_years_ago)

    assert (loaded.two_years_ago.year, loaded.two_years_ago.state) == (
        loaded.this_year.year - 2,
        EditionState.FINISHED,
    )
    assert (round_.kind, round_.state, round_.result_runs.get().rows.filter(rank=None).count()) == (
        "desk",
        RoundState.SEALED,
        0,
    )
    assert round_.result_runs.get().rows.count() == 22
    assert Counter(certificates.values_list("kind", flat=True)) == {
        CertificateKind.WINNER: 3,
        CertificateKind.NOMINEE: 5,
    }


def test_the_duty_takes_hold_from_year_to_year(loaded):
    years = [pace_of(edition) for edition in (loaded.two_years_ago, loaded.last_year, loaded.this_year)]
    today = len(years[2].by_day) - 1

    assert [(pace.by_day[-1], pace.owed_by_day[-1]) for pace in years] == [(22, 48), (32, 49), (33, 49)]
    assert years[0].on_day(today) < years[1].on_day(today) < years[2].on_day(today)
    assert 36 <= forecast_of_pace(years[2], years[:2]).middle <= 46


def test_some_were_late_with_leave_and_some_had_to_correct(loaded):
    handed_in = SubmissionEvent.objects.filter(action="submit")
    late = [
        event.submission.agency.code
        for edition in (loaded.two_years_ago, loaded.last_year)
        for event in handed_in.filter(
            submission__edition=edition, at__gt=stage_of(edition, StageKind.REGISTRATION).closes_at
        )
    ]
    twice = handed_in.values("submission").annotate(times=Count("pk")).filter(times=2)

    assert late == ["DLHK", "RSUD-ADHYATMA"]
    assert Counter(twice.values_list("submission__edition__year", flat=True)) == {
        loaded.two_years_ago.year: 2,
        loaded.last_year.year: 2,
        loaded.this_year.year: 2,
    }
    assert set(Submission.objects.filter(pk__in=twice.values("submission")).values_list("status", flat=True)) == {
        "verified"
    }


def test_where_judges_met_agencies_it_was_written_down(loaded):
    presentation, field = loaded.last_year.rounds.order_by("number")[1:]
    kept = Record.objects.exclude(closed_at=None)

    assert Slot.objects.exclude(announced_at=None).filter(round=presentation).count() == 12
    assert (kept.filter(round=presentation).count(), kept.filter(round=field).count()) == (12, 9)
    assert RecordFile.objects.filter(record__round=field).count() == 9
    assert [len(round_.result_runs.get().inputs["records"]) for round_ in (presentation, field)] == [12, 9]


def test_catalogue_shows_the_entries_of_finished_years_and_the_past(loaded):
    shown = InnovationPage.objects.live().values_list("innovation", flat=True)
    expected = Innovation.objects.filter(data_mark=DataMark.PUBLIC) | Innovation.objects.filter(
        submissions__edition__in=[loaded.two_years_ago, loaded.last_year], submissions__status="verified"
    )

    assert set(shown) == set(expected.values_list("pk", flat=True))
    assert expected.exclude(data_mark=DataMark.PUBLIC).count() == 22 + 34


def test_an_invented_innovation_shows_what_a_page_can_hold(client):
    page = InnovationPage.objects.get(headline__startswith="TITIR")

    context = client.get(page.url).context

    assert [comparison.figure.after for comparison in context["comparisons"]] == ["43", "19", "89%"]
    assert [proof.title for proof in context["pictures"]] == ["Foto pelaksanaan (contoh)"]
    assert [proof.title for proof in context["documents"]] == ["Laporan evaluasi (contoh)"]
    assert "Sumber daya yang dipakai" in [section.heading for section, _comparisons in context["sections"]]
    assert all("contoh" in rule.casefold() for rule in context["legal_basis"])
    assert InnovationPage.objects.exclude(figures_source="").count() == 3


def test_everything_invented_is_marked_as_an_example():
    entered = Innovation.objects.filter(submissions__isnull=False)

    assert set(entered.values_list("data_mark", flat=True)) == {DataMark.EXAMPLE}
    assert set(Innovation.objects.exclude(pk__in=entered).values_list("data_mark", flat=True)) == {DataMark.PUBLIC}
    assert set(Edition.objects.values_list("is_example", flat=True)) == {True}
    assert set(User.objects.values_list("is_example", flat=True)) == {True}
    assert {number.partition("/")[0] for number in Certificate.objects.values_list("number", flat=True)} == {"CONTOH"}


def test_nothing_invented_hangs_on_public_data():
    public = Innovation.objects.filter(data_mark=DataMark.PUBLIC)

    assert not Submission.objects.filter(innovation__in=public).exists()
    assert not Innovation.objects.filter(source__in=public).exists()


@pytest.mark.parametrize("account", people.ACCOUNTS, ids=lambda account: account.email)
def test_account_opens_its_desk(account):
    user = authenticate(email=account.email, password=people.PASSWORD)

    assert user == user_of(account)
    assert account.desk in {desk.url for desk in desks_of(user)}


def test_reminders_go_up_to_heads_and_to_whom_they_answer(loaded):
    escalations = loaded.this_year.reminders.exclude(recipients=ReminderRecipients.MEMBERS)
    ahead = reminders_ahead(loaded.this_year)
    reached = {
        (one.recipients, one.days): {name for _turn, names in people_of(ahead[one.pk]) for name in names}
        for one in escalations
    }

    assert reached == {
        (ReminderRecipients.HEAD, 10): {name for name, _position in FURTHER_HEADS.values()} | {people.HEAD.name},
        (ReminderRecipients.SUPERIOR, 5): {people.ASSISTANT.name},
    }


def test_operator_finds_a_draft_half_written(loaded):
    draft = submissions_visible_to(user_of(people.OPERATOR)).get(edition=loaded.this_year, status="draft")

    assert {problem.code for problem in problems_of(draft)} == {
        "section_missing",
        "evidence_missing",
        "declaration_missing",
    }
    assert draft.evidence.count() == 2


def test_approver_finds_a_submission_to_approve(loaded):
    waiting = submissions_visible_to(user_of(people.APPROVER)).filter(status="awaiting_approval")

    assert [each.edition for each in waiting] == [loaded.this_year]


def test_judges_find_work_in_every_state(loaded):
    round_, *later = Round.objects.filter(edition=loaded.this_year).order_by("number")
    work = {
        account.email: Counter(
            "withdrawn" if assignment.recused_at else getattr(getattr(assignment, "sheet", None), "state", "untouched")
            for assignment in round_.assignments.filter(panelist__judge__email=account.email).select_related("sheet")
        )
        for account in (*people.JUDGES, people.CHAIR)
    }

    assert round_.state == RoundState.OPEN
    assert [one.state for one in later] == [RoundState.PREPARATION] * 2
    assert {email: {state for state, _count in states.items()} for email, states in work.items()} == {
        "juri1@contoh.id": {"submitted", "draft", "untouched"},
        "juri2@contoh.id": {"submitted", "draft", "untouched"},
        "juri3@contoh.id": {"submitted", "draft", "untouched", "withdrawn"},
        "ketua.juri@contoh.id": {"submitted", "draft", "untouched"},
    }


def test_everything_happened_in_its_time(loaded):
    events = SubmissionEvent.objects.order_by("at")
    told = OutgoingMessage.objects.filter(kind="awards_announced").values_list("sent_at", flat=True)

    assert events.first().at < stage_of(loaded.two_years_ago, StageKind.REGISTRATION).closes_at
    assert events.last().at < clock.now()
    assert {moment.date() for moment in told} == {award.announced_at.date() for award in Award.objects.all()}
    assert (
        Certificate.objects.latest("issued_at").issued_at < stage_of(loaded.this_year, StageKind.REGISTRATION).opens_at
    )


def test_two_objections_were_answered_in_their_period_before_awards_became_final(loaded):
    period = stage_of(loaded.last_year, StageKind.OBJECTION)

    objections = Objection.objects.prefetch_related("answers").order_by("pk")

    assert [one.answers.get().outcome for one in objections] == ["dismissed", "accepted"]
    for objection in objections:
        assert objection.email == ""
        assert period.opens_at < objection.submitted_at < objection.answers.get().answered_at < period.closes_at


def test_agencies_of_last_year_read_their_feedback_and_those_of_this_year_wait(loaded):
    judged = Submission.objects.filter(result_rows__sheet_count__gt=0, edition=loaded.last_year)
    waiting = Submission.objects.filter(edition=loaded.this_year)

    assert Counter(len(feedback_on(submission)) for submission in judged.distinct()) == {1: 22, 2: 3, 3: 9}
    assert {len(feedback_on(submission)) for submission in waiting} == {0}


def test_mail_has_gone_out_and_nothing_waits_for_the_worker(mailoutbox):
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {OutgoingMessage.State.SENT}
    assert mailoutbox == []
    assert type(task_backends["default"]).__module__ == "django_tasks.backends.immediate"


def test_progress_is_told(loaded):
    years = loaded.two_years_ago.year, loaded.last_year.year, loaded.this_year.year

    assert loaded.progress == [
        "Pages, regions, agencies and past innovations",
        f"Edition {years[0]}, with one round",
        f"Edition {years[1]}, from its opening to its certificates",
        f"Edition {years[2]}, up to its middle",
        "Catalogue, features and news",
        "What the public asked, and what became of the innovations",
        "Sheets of the regional innovation index",
        "On the way to the national competitions",
        "Ideas from staff, and what is known of the services",
        "Open data",
    ]


def test_second_run_changes_nothing():
    before, output = digest_of_tables(), StringIO()

    call_command("load_demonstration", stdout=output)

    assert output.getvalue() == "There is an edition already, so nothing was loaded.\n"
    assert digest_of_tables() == before


def test_accounts_are_listed_with_password_and_address(settings):
    settings.PORTAL_ADDRESS = "https://inovasi.contoh.id/"
    output = StringIO()

    call_command("load_demonstration", "--list-accounts", stdout=output)

    lines = output.getvalue().splitlines()
    assert [line.split()[-3:] for line in lines] == [
        [account.email, people.PASSWORD, f"https://inovasi.contoh.id{account.desk}"] for account in people.ACCOUNTS
    ]


def test_refused_where_the_demonstration_is_not_allowed(settings):
    settings.DEMONSTRATION_ALLOWED = False

    with pytest.raises(CommandError, match="not allowed"):
        call_command("load_demonstration")


def test_the_open_data_of_the_last_night_are_there(loaded):
    files = {(dump.dataset, dump.format): dump for dump in whole_dumps()}

    assert len(files) == Dump.objects.count() == 12
    assert files["inovasi", "csv"].rows == CatalogueEntry.objects.count()
    assert files["penghargaan", "json"].rows == 8 + 9
    assert all((loaded.media / dump.file.name).stat().st_size == dump.size for dump in files.values())


def test_the_public_asks_and_agencies_answer_about_invented_innovations_only(loaded):
    said = [Feedback.objects.all(), Replication.objects.all(), UsefulMark.objects.all()]
    said.append(FollowUp.objects.exclude(outcome=""))

    assert {row.innovation.data_mark for rows in said for row in rows} == {DataMark.EXAMPLE}
    texts = [*said[0].values_list("text", flat=True), *said[1].values_list("plan", flat=True)]
    assert [text for text in texts if not text.endswith("(contoh)")] == []
    assert Counter(said[0].values_list("state", flat=True)) == {"published": 8, "waiting": 1, "rejected": 1}
    assert Counter(said[1].values_list("state", flat=True)) == {"confirmed": 4, "announced": 1, "declined": 1}
    assert sorted(replication_counts(Innovation.objects.values_list("pk", flat=True)).values()) == [1, 1, 2]
    assert Counter(said[3].values_list("innovation__life_state", flat=True)) == {
        "running": 5,
        "growing": 2,
        "stopped": 2,
    }
    assert FollowUp.objects.filter(outcome="").count() > 50
