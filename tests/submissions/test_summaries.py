from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest

from innovation_portal.accounts.models import MailRhythm
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.delivery import deliver
from innovation_portal.utils.digests import send_daily_mails
from innovation_portal.utils.emails import send_again
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import ComplianceState, EditionState, MembershipRole, StageKind
from submissions.models import Innovation, Submission, SummaryMail, SummaryRound
from submissions.selectors.summaries import standings_of
from submissions.services.obligations import exempt_agency, grant_extension
from submissions.services.submissions import change_status
from submissions.services.summaries import send_summaries
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    StageFactory,
    SubmissionFactory,
    put_into,
)

WIB = ZoneInfo("Asia/Jakarta")
OPENS, CLOSES = datetime(2031, 3, 1, 8, tzinfo=WIB), datetime(2031, 4, 30, 16, tzinfo=WIB)
TUESDAY, MONDAY = datetime(2031, 4, 15, 7, tzinfo=WIB), datetime(2031, 4, 14, 7, tzinfo=WIB)
State = OutgoingMessage.State


@pytest.fixture(autouse=True)
def opening(db):
    with clock.at(OPENS):
        yield


@pytest.fixture
def edition():
    return EditionFactory(year=2031, stages={StageKind.REGISTRATION: (OPENS, CLOSES)})


@pytest.fixture
def leader():
    return UserFactory(roles=[Role.LEADERSHIP])


def duty(edition, **agency):
    return ObligationFactory(edition=edition, **{f"agency__{name}": value for name, value in agency.items()})


def head_of(obligation, **person):
    return MembershipFactory(agency=obligation.agency, role=MembershipRole.HEAD, **person).user


def sent_at(moment):
    """Let the schedule run at a moment; return the mails that it stored, by kind and address."""
    known = set(OutgoingMessage.objects.values_list("pk", flat=True))
    with clock.at(moment):
        send_summaries()
    return sorted(OutgoingMessage.objects.exclude(pk__in=known).values_list("kind", "address"))


def test_leadership_reads_the_finding_the_figures_and_who_is_late(edition, leader):
    duty(edition, name="Dinas Diam")
    done = duty(edition, name="Dinas Tuntas")
    approver = MembershipFactory(agency=done.agency, role=MembershipRole.APPROVER).user
    submission = ReadySubmissionFactory(
        edition=edition, innovation=InnovationFactory(agency=done.agency, title="Jemput Bola")
    )
    with clock.at(TUESDAY - timedelta(hours=20)):
        change_status(submission.pk, "submit", actor=approver)

    assert sent_at(TUESDAY) == [("summary_leadership", leader.email)]

    message = OutgoingMessage.objects.get(kind="summary_leadership")
    assert message.subject == "15 April 2031: 1 dari 2 OPD telah memenuhi kewajiban"
    assert (
        message.body
        == f"""Yth. {leader.name},

1 OPD belum mengajukan, ditutup 15 hari lagi.

- Kewajiban terpenuhi: 1 dari 2 OPD (50%)
- Pendaftaran ditutup: Rabu, 30 April 2031, pukul 16.00 WIB
- Sejak kemarin: dari 1 menjadi 1 OPD
http://localhost:8000/pantau/2031/

Sejak kemarin
- Dinas Tuntas mengajukan: “Jemput Bola”
http://localhost:8000/pantau/2031/#sejak-kemarin

Belum memenuhi, yang paling lama diam lebih dahulu
1. Dinas Diam: Belum
http://localhost:8000/pantau/2031/opd/?duty=unmet

Ringkasan ini dikirim karena jabatan Bapak/Ibu. Pengirimannya dapat dihentikan di sini:
http://localhost:8000/akun/surel/
"""
    )


def test_summaries_leave_at_seven_once_a_day(edition, leader):
    duty(edition)

    assert sent_at(TUESDAY - timedelta(minutes=1)) == []
    assert len(sent_at(TUESDAY)) == 1
    assert sent_at(TUESDAY + timedelta(hours=9)) == []
    assert len(sent_at(TUESDAY + timedelta(days=1))) == 1
    assert SummaryMail.objects.count() == 2


@pytest.mark.parametrize(
    "moment", [OPENS - timedelta(days=1), datetime(2031, 5, 1, 9, tzinfo=WIB), datetime(2031, 5, 20, 9, tzinfo=WIB)]
)
def test_nothing_is_written_before_registration_nor_after_its_end(edition, leader, moment):
    head_of(duty(edition))

    assert sent_at(moment) == []


def test_leadership_is_told_while_verification_runs(edition, leader):
    StageFactory(edition=edition, opens_at=CLOSES, closes_at=CLOSES + timedelta(days=20))
    head_of(duty(edition))

    assert sent_at(CLOSES + timedelta(days=3)) == [("summary_leadership", leader.email)]


def test_people_and_editions_switch_it_off(edition):
    UserFactory(roles=[Role.LEADERSHIP], wants_summaries=False)
    head_of(duty(edition), user__wants_summaries=False)
    assert sent_at(TUESDAY) == []

    UserFactory(roles=[Role.LEADERSHIP])
    head_of(duty(edition))
    type(edition).objects.update(has_leadership_summary=False, has_head_summary=False, has_arrears_letter=False)
    assert sent_at(MONDAY + timedelta(days=7)) == []


def test_an_edition_in_preparation_or_finished_is_silent(leader):
    for year, state in ((2031, EditionState.PREPARATION), (2032, EditionState.FINISHED)):
        edition = EditionFactory(year=year, state=state, stages={StageKind.REGISTRATION: (OPENS, CLOSES)})
        head_of(duty(edition))

    assert sent_at(MONDAY) == []


def test_head_reads_state_what_is_missing_deadline_and_next_step(edition):
    silent, writing = duty(edition, name="Dinas Diam"), duty(edition, name="Dinas Menulis")
    head = head_of(silent)
    MembershipFactory(agency=writing.agency, user=head, role=MembershipRole.HEAD)
    draft = SubmissionFactory(
        edition=edition, innovation=InnovationFactory(agency=writing.agency, title="Loket Malam", form="")
    )

    assert sent_at(TUESDAY) == [("summary_agency", head.email)]

    message = OutgoingMessage.objects.get()
    assert message.subject == "Dinas Diam belum memenuhi kewajiban, ditutup 15 hari lagi"
    about_silent, about_writing = message.body.partition("Dinas Menulis")[::2]
    assert about_silent.splitlines()[4:] == [
        "Dinas Diam",
        "- Keadaan: Belum (0 dari 1 telah diajukan)",
        "- Usulan diterima sampai dengan Rabu, 30 April 2031, pukul 16.00 WIB (15 hari lagi)",
        "- Belum ada usulan yang ditulis. Langkah berikutnya: mulai satu usulan; judul dan satu kalimat sudah cukup "
        "untuk memulai.",
        f"  http://localhost:8000/opd/{silent.agency_id}/",
        "",
    ]
    assert f"- “{draft.innovation.title}”: " in about_writing
    assert "hal belum lengkap" in about_writing
    assert about_writing.count("  · ") == 3


def test_head_is_told_of_a_correction_and_of_news_and_else_of_nothing(edition):
    obligation = duty(edition)
    head, approver = head_of(obligation), MembershipFactory(agency=obligation.agency, role="approver").user
    submission = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=obligation.agency))
    with clock.at(TUESDAY - timedelta(days=1)):
        change_status(submission.pk, "submit", actor=approver)
    subjects = []
    for day in range(4):
        if sent_at(TUESDAY + timedelta(days=day)):
            subjects.append((day, OutgoingMessage.objects.latest("pk").subject))
        if day == 2:
            with clock.at(TUESDAY + timedelta(days=2, hours=4)):
                office = UserFactory(roles=[Role.SECRETARIAT])
                change_status(submission.pk, "return", actor=office, comment="Lengkapi bukti.")

    name = obligation.agency.name
    assert subjects == [(0, f"Perkembangan usulan {name}"), (3, f"{name} masih harus mengajukan perbaikan")]
    assert {message.recipient for message in OutgoingMessage.objects.filter(kind="summary_agency")} == {head}


def test_on_mondays_agencies_in_arrears_are_written_to(edition):
    owing, done, exempt, late = (duty(edition) for _each in range(4))
    approver = {each: MembershipFactory(agency=each.agency, role="approver").user for each in (owing, done, exempt)}
    MembershipFactory(agency=owing.agency)  # an operator
    put_into(SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=done.agency)), "submitted")
    office = UserFactory(roles=[Role.SECRETARIAT])
    exempt_agency(exempt.pk, actor=office, reason="Baru dibentuk.")
    extended = MembershipFactory(agency=late.agency, role="approver").user
    until = CLOSES + timedelta(days=14)
    grant_extension(edition.pk, late.agency_id, actor=office, closes_at=until, reason="Banjir.")

    written = sorted(("summary_arrears", person.email) for person in (approver[owing], extended))
    assert sent_at(MONDAY) == written
    assert sent_at(TUESDAY) == []
    assert sent_at(MONDAY + timedelta(days=21)) == [("summary_arrears", extended.email)]  # registration is over


def test_head_gets_the_weekly_letter_only_without_the_daily_summary(edition):
    obligation = duty(edition)
    head, busy = head_of(obligation), head_of(obligation, user__wants_summaries=False)

    assert sent_at(MONDAY) == [("summary_agency", head.email), ("summary_arrears", busy.email)]


def test_who_chose_one_mail_a_day_gets_it_with_that(edition, leader):
    duty(edition)
    type(leader).objects.update(mail_rhythm=MailRhythm.DAILY)

    sent_at(TUESDAY)
    with clock.at(TUESDAY):
        assert send_daily_mails() == 1

    assert OutgoingMessage.objects.get(kind="summary_leadership").digest.recipient == leader


def test_mail_that_is_refused_for_now_is_sent_again_alone(
    edition, leader, monkeypatch, mailoutbox, django_capture_on_commit_callbacks
):
    duty(edition)
    second = UserFactory(roles=[Role.LEADERSHIP])
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        send = deliver_only_to(second.email)
        broken.setattr("django.core.mail.EmailMessage.send", send)
        sent_at(TUESDAY)
    states = dict(OutgoingMessage.objects.values_list("recipient", "state"))
    assert states == {leader.pk: State.QUEUED, second.pk: State.SENT}

    failed = OutgoingMessage.objects.get(recipient=leader)
    with django_capture_on_commit_callbacks(execute=True):
        send_again(failed.pk)
    deliver(OutgoingMessage.objects.get(recipient=second).pk)

    assert [mail.to for mail in mailoutbox] == [[leader.email]]


def deliver_only_to(address):
    def send(mail):
        if mail.to != [address]:
            raise SMTPRecipientsRefused({mail.to[0]: (450, b"sebentar")})

    return send


def test_a_round_with_nobody_to_write_to_is_over_too(edition, django_assert_num_queries):
    duty(edition)
    assert sent_at(TUESDAY) == []
    assert SummaryRound.objects.count() == 2

    with clock.at(TUESDAY), django_assert_num_queries(4):
        assert send_summaries() == 0


@pytest.mark.parametrize("count", [1, 4])
def test_preparing_asks_the_same_questions_for_any_number_of_agencies(edition, count, django_assert_num_queries):
    UserFactory(roles=[Role.LEADERSHIP])
    for _each in range(count):
        obligation = duty(edition)
        head_of(obligation)
        MembershipFactory(agency=obligation.agency, role="approver")
        SubmissionFactory(edition=edition, innovation=InnovationFactory(agency=obligation.agency))

    with clock.at(MONDAY), django_assert_num_queries(77):
        assert send_summaries() == 1 + 2 * count


def test_a_year_may_have_more_drafts_than_sqlite_fetches_at_once(edition):
    agency, writer = duty(edition).agency, UserFactory()
    innovations = Innovation.objects.bulk_create(InnovationFactory.build_batch(1001, agency=agency))
    Submission.objects.bulk_create(
        SubmissionFactory.build(edition=edition, innovation=innovation, agency=agency, created_by=writer)
        for innovation in innovations
    )

    [standing] = standings_of(edition, [agency.pk])

    assert (standing.state, len(standing.entries)) == (ComplianceState.NOTHING, 1001)
