import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import CataloguePolicy, DataMark, EditionState, LifeState, MembershipRole, SubmissionStatus
from submissions.models import FollowUp, FollowUpRound, Innovation
from submissions.selectors.follow_ups import follow_ups_of_agency, followed_innovations, preview_of
from submissions.services.follow_ups import Report, answer_follow_up, ask_owners, remind_owners
from submissions.signals import innovation_followed
from submissions.voice_enums import FollowUpOutcome as Outcome
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.submissions import (
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    SubmissionFactory,
    put_into,
)
from tests.factories.voice import FollowUpFactory, FollowUpRoundFactory

FIRST_DAY = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)
LAST_DAY = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)


@pytest.fixture
def innovation(agency):
    return InnovationFactory(agency=agency, data_mark=DataMark.PUBLIC, title="Antre dari Rumah")


@pytest.fixture
def follow_up(innovation):
    return FollowUpFactory(innovation=innovation)


def at(moment, act):
    with clock.at(moment):
        return act()


def mails():
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", "address"))


def test_each_year_every_person_in_charge_is_asked_once(innovation, approver, operator):
    assert at(FIRST_DAY - timedelta(days=1), ask_owners) == 0
    assert mails() == []

    assert [at(FIRST_DAY, ask_owners), at(FIRST_DAY, ask_owners)] == [1, 0]
    assert at(FIRST_DAY + timedelta(days=365), ask_owners) == 1

    assert mails() == [("follow_up_asked", approver.email)] * 2
    rounds = [(2027, date(2027, 2, 1), date(2027, 3, 31)), (2028, date(2028, 2, 1), date(2028, 3, 31))]
    assert list(FollowUpRound.objects.order_by("year").values_list("year", "asks_on", "closes_on")) == rounds


def test_a_portal_that_begins_late_in_the_year_asks_nobody_before_the_next(innovation, approver):
    assert at(FIRST_DAY + timedelta(days=1), ask_owners) == 0

    assert (mails(), FollowUpRound.objects.exists()) == ([], False)


def test_the_secretariat_may_ask_on_another_day(innovation, approver):
    FollowUpRoundFactory(year=2027, asks_on=date(2027, 5, 1), closes_on=date(2027, 6, 1))

    assert [at(FIRST_DAY, ask_owners), at(datetime(2027, 5, 1, 1, tzinfo=UTC), ask_owners)] == [0, 1]


def test_each_mail_has_four_links_of_its_own_reader(innovation, approver):
    other = MembershipFactory(agency=innovation.agency, role=MembershipRole.APPROVER).user
    at(FIRST_DAY, ask_owners)

    links = {
        message.address: re.findall(r"/tindak-lanjut/(\S+)/\?jawab=(\w+)", message.body)
        for message in OutgoingMessage.objects.all()
    }
    assert {address: [answer for _token, answer in found] for address, found in links.items()} == {
        person.email: ["running", "grown", "replicated", "stopped"] for person in (approver, other)
    }
    assert len({token for found in links.values() for token, _answer in found}) == 2


def test_only_what_the_catalogue_shows_for_good_is_followed(innovation):
    def verified(status=SubmissionStatus.VERIFIED, **edition):
        submission = SubmissionFactory(edition=EditionFactory(**edition))
        put_into(submission, status)
        return submission.innovation

    announced = {"catalogue_policy": CataloguePolicy.AFTER_ANNOUNCEMENT}
    followed = [
        innovation,
        verified(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION),
        verified(state=EditionState.FINISHED, **announced),
    ]
    verified(**announced)
    verified(status=SubmissionStatus.REJECTED, state=EditionState.FINISHED)
    InnovationFactory()
    InnovationFactory(data_mark=DataMark.PUBLIC, life_state=LifeState.STOPPED)

    assert set(followed_innovations()) == set(followed)


def test_reminders_go_to_who_has_not_answered_and_never_twice(innovation, approver):
    answered = InnovationFactory(agency=innovation.agency, data_mark=DataMark.PUBLIC)
    at(FIRST_DAY, ask_owners)
    report = Report(Outcome.RUNNING)
    at(
        FIRST_DAY,
        lambda: answer_follow_up(
            FollowUp.objects.get(innovation=answered).pk, actor=approver, report=report, revision=0
        ),
    )
    OutgoingMessage.objects.all().delete()

    days = [LAST_DAY - timedelta(days=before) for before in (22, 21, 21, 6, 5, 4, 0, -1)]
    assert [at(day, remind_owners) for day in days] == [0, 1, 0, 0, 1, 0, 0, 0]
    assert mails() == [("follow_up_reminder", approver.email)] * 2
    assert all("Antre dari Rumah" in message.subject for message in OutgoingMessage.objects.all())


def test_of_two_reminders_that_were_missed_one_is_sent(innovation, approver):
    at(FIRST_DAY, ask_owners)

    assert at(LAST_DAY - timedelta(days=2), remind_owners) == 1
    assert at(LAST_DAY - timedelta(days=1), remind_owners) == 0


def test_who_was_asked_after_the_day_of_a_reminder_gets_none_for_it(innovation, approver):
    at(
        LAST_DAY - timedelta(days=20),
        lambda: FollowUpRoundFactory(year=2027, asks_on=date(2027, 2, 1), closes_on=LAST_DAY.date()),
    )
    at(LAST_DAY - timedelta(days=20), ask_owners)

    assert [at(LAST_DAY - timedelta(days=days), remind_owners) for days in (19, 5)] == [0, 1]


@pytest.mark.parametrize(
    ("outcome", "life_state"),
    [
        (Outcome.RUNNING, LifeState.RUNNING),
        (Outcome.GROWN, LifeState.GROWING),
        (Outcome.REPLICATED, LifeState.RUNNING),
        (Outcome.STOPPED, LifeState.STOPPED),
    ],
)
def test_the_innovation_says_what_its_agency_said_last(
    follow_up, approver, outcome, life_state, django_capture_on_commit_callbacks
):
    told, moment = [], clock.now()

    def hear(sender, innovation_id, **kwargs):
        told.append(innovation_id)

    innovation_followed.connect(hear)

    with clock.at(moment), django_capture_on_commit_callbacks(execute=True):
        answer_follow_up(follow_up.pk, actor=approver, report=Report(outcome), revision=0)

    innovation = Innovation.objects.get(pk=follow_up.innovation_id)
    assert (innovation.life_state, innovation.last_confirmed_at) == (life_state, moment)
    assert told == [innovation.pk]
    assert ModelLogEntry.objects.for_instance(follow_up).get().data == {"outcome": outcome.value}


def test_an_answer_with_evidence_is_kept_and_given_anew(follow_up, approver):
    report = Report(Outcome.GROWN, " 12 desa baru. ", "dinkes.example.id/laporan")
    upload = SimpleUploadedFile("laporan.pdf", PDF)

    answer_follow_up(follow_up.pk, actor=approver, report=report, revision=0, upload=upload)
    answer_follow_up(follow_up.pk, actor=approver, report=Report(Outcome.GROWN, "13 desa baru."), revision=1)

    fields = ("outcome", "note", "link", "original_name", "content_type", "size", "answered_by", "is_by_mail")
    assert FollowUp.objects.values_list(*fields).get() == (
        "grown",
        "13 desa baru.",
        "",
        "laporan.pdf",
        "application/pdf",
        len(PDF),
        approver.pk,
        False,
    )


def test_what_is_wrong_with_the_evidence_is_said_at_once(follow_up, approver):
    report, upload = Report(Outcome.GROWN, link="bukan alamat"), SimpleUploadedFile("x.pdf", b"teks")

    with pytest.raises(ValidationError) as refused:
        answer_follow_up(follow_up.pk, actor=approver, report=report, revision=0, upload=upload)

    assert set(refused.value.error_dict) == {"link", "upload"}
    assert FollowUp.objects.get().outcome == ""


@pytest.mark.parametrize(("days", "revision", "code"), [(0, 1, "stale"), (31, 0, "closed"), (-11, 0, "closed")])
def test_a_stale_answer_and_one_outside_the_days_of_the_round_are_refused(follow_up, approver, days, revision, code):
    with clock.at(clock.now() + timedelta(days=days)), pytest.raises(ValidationError) as refused:
        answer_follow_up(follow_up.pk, actor=approver, report=Report(Outcome.RUNNING), revision=revision)

    assert refused.value.code == code
    assert Innovation.objects.get(pk=follow_up.innovation_id).last_confirmed_at is None


def test_only_the_person_in_charge_answers(follow_up, operator):
    foreign = MembershipFactory(role=MembershipRole.APPROVER).user
    insider = MembershipFactory(agency=follow_up.innovation.agency, user=UserFactory(is_superuser=True)).user
    for user in (operator, foreign, UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            answer_follow_up(follow_up.pk, actor=user, report=Report(Outcome.RUNNING), revision=0)

    assert FollowUp.objects.get().outcome == ""
    assert answer_follow_up(follow_up.pk, actor=insider, report=Report(Outcome.RUNNING), revision=0)


def test_the_desk_lists_what_waits_first(agency, approver, follow_up):
    answered = FollowUpFactory(round=follow_up.round, innovation=InnovationFactory(agency=agency, title="A"))
    answer_follow_up(answered.pk, actor=approver, report=Report(Outcome.RUNNING), revision=0)
    FollowUpFactory(round=follow_up.round)

    assert list(follow_ups_of_agency(agency)) == [follow_up, answered]


def test_the_preview_says_whom_a_round_asks_and_who_has_nobody_to_ask(innovation, approver):
    lonely = InnovationFactory(data_mark=DataMark.PUBLIC)
    InnovationFactory(agency=innovation.agency, data_mark=DataMark.PUBLIC)
    round_ = FollowUpRoundFactory(asks_on=clock.today(), closes_on=clock.today() + timedelta(days=9))

    before = preview_of(round_)
    ask_owners()
    answer_follow_up(
        FollowUp.objects.get(innovation=innovation).pk, actor=approver, report=Report(Outcome.STOPPED), revision=0
    )
    after = preview_of(round_)

    def rows(preview):
        return {asked.agency: (asked.innovations, asked.answered, asked.people) for asked in preview.agencies}

    assert (before.to_ask, before.asked, before.answered) == (3, 0, 0)
    assert rows(before) == {innovation.agency: (2, 0, [approver.name]), lonely.agency: (1, 0, [])}
    assert [asked.agency for asked in before.without_people] == [lonely.agency]
    assert (after.to_ask, after.asked, after.answered) == (0, 3, 1)
    assert rows(after) == {innovation.agency: (2, 1, [approver.name]), lonely.agency: (1, 0, [])}
    assert [count for _label, count in after.outcomes] == [0, 0, 0, 1]
