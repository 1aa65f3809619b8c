from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.models import Feedback, FeedbackAnswer, UsefulMark
from submissions.selectors.feedback import (
    ResponseTime,
    feedback_of_agency,
    feedback_visible_to,
    published_feedback,
    response_time_of,
    useful_counts,
)
from submissions.services.feedback import Writer, answer_feedback, give_feedback, mark_useful
from submissions.services.feedback_moderation import publish_feedback, reject_feedback, undo_moderation
from submissions.voice_enums import FeedbackKind, FeedbackState
from tests.factories.accounts import UserFactory
from tests.factories.submissions import InnovationFactory, MembershipFactory
from tests.factories.voice import FeedbackFactory

MONDAY = datetime(2027, 5, 3, 3, 0, tzinfo=UTC)


@pytest.fixture
def innovation(agency):
    return InnovationFactory(agency=agency)


@pytest.fixture
def editor(db):
    return UserFactory(roles=[Role.EDITORIAL])


def give(innovation, **changes):
    facts = {
        "writer": Writer("Siti  Warga ", "siti@example.id"),
        "kind": FeedbackKind.QUESTION,
        "text": " Buka hari Sabtu? ",
        "consent": "Saya setuju.",
        "form_key": "kunci",
        "is_proven": True,
    }
    return give_feedback(innovation.pk, **{**facts, **changes})


def acts_of(feedback):
    return list(
        ModelLogEntry.objects.for_instance(feedback).order_by("timestamp", "pk").values_list("action", flat=True)
    )


def mails():
    return list(OutgoingMessage.objects.order_by("pk").values_list("kind", "address"))


def test_feedback_waits_for_the_editors_with_what_its_writer_agreed_to(innovation):
    give(innovation)

    fields = ("innovation", "kind", "text", "name", "email", "consent", "is_proven", "state", "published_at")
    assert Feedback.objects.values_list(*fields).get() == (
        innovation.pk,
        "question",
        "Buka hari Sabtu?",
        "Siti Warga",
        "siti@example.id",
        "Saya setuju.",
        True,
        "waiting",
        None,
    )
    assert list(published_feedback(innovation)) == []


def test_the_mail_to_an_address_that_anybody_could_have_typed_repeats_nothing_that_was_typed(innovation):
    give(innovation, text="BELI SEKARANG", writer=Writer("Kunjungi toko.example", "korban@example.id"))

    message = OutgoingMessage.objects.get()
    assert (message.kind, message.address, message.recipient) == ("feedback_received", "korban@example.id", None)
    assert "/masukan/hapus/" in message.body
    assert "BELI SEKARANG" not in message.body
    assert "toko.example" not in message.body


def test_without_an_address_nobody_is_written_to(innovation):
    give(innovation, writer=Writer())

    assert mails() == []


def test_the_same_form_sent_twice_is_one_feedback_and_one_mail(innovation):
    first, second = give(innovation), give(innovation, text="Lain.")

    assert (second, Feedback.objects.get().text) == (first, "Buka hari Sabtu?")
    assert mails() == [("feedback_received", "siti@example.id")]


def test_published_feedback_is_read_by_everybody_and_its_agency_is_told(innovation, editor, operator, approver):
    feedback = FeedbackFactory(innovation=innovation, text="RAHASIA")
    MembershipFactory()

    with clock.at(MONDAY):
        publish_feedback(feedback.pk, actor=editor, revision=0)

    feedback.refresh_from_db()
    assert (feedback.state, feedback.published_at, feedback.revision) == ("published", MONDAY, 1)
    assert list(published_feedback(innovation)) == [feedback]
    assert sorted(mails()) == sorted(("feedback_published", person.email) for person in (operator, approver))
    assert not OutgoingMessage.objects.filter(body__contains="RAHASIA").exists()
    assert acts_of(feedback) == ["submissions.publish_feedback"]


def test_what_leads_to_a_person_is_hidden_when_it_is_published(innovation, editor):
    text = "Bu Wati (loket 2) marah. WA saya 0812-3456-7890."
    feedback = FeedbackFactory(innovation=innovation, text=text, name="Siti 0812-3456-7890")

    publish_feedback(feedback.pk, actor=editor, revision=0, hidden_words=["bu wati"])

    feedback = published_feedback(innovation).get()
    assert feedback.public_text == "[tidak ditampilkan] (loket 2) marah. WA saya [tidak ditampilkan]."
    assert feedback.public_name == "Siti [tidak ditampilkan]"
    assert feedback.text == text


def test_a_word_to_hide_that_does_not_stand_there_stops_the_publishing(innovation, editor):
    feedback = FeedbackFactory(innovation=innovation, text="Bu Wati marah.")

    with pytest.raises(ValidationError) as refused:
        publish_feedback(feedback.pk, actor=editor, revision=0, hidden_words=["Bu Wati", "Bu Watik"])

    error = refused.value.error_dict["hidden_words"][0]
    assert (error.code, error.message) == ("not_in_text", "Ini tidak ada dalam tulisan: Bu Watik.")
    assert list(published_feedback(innovation)) == []


def test_what_was_published_before_is_hidden_by_the_migration(innovation):
    published = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED, text="Telp (024) 123")
    waiting = FeedbackFactory(innovation=innovation, text="Telp (024) 123")
    Feedback.objects.filter(pk=published.pk).update(public_text="belum")

    import_module("submissions.migrations.0017_what_the_public_reads").hide_what_leads_to_a_person(apps, None)

    assert dict(Feedback.objects.values_list("pk", "public_text")) == {
        published.pk: "Telp [tidak ditampilkan]",
        waiting.pk: "",
    }


def test_rejected_feedback_stays_hidden_and_keeps_its_reason(innovation, editor):
    feedback = FeedbackFactory(innovation=innovation)

    with pytest.raises(ValidationError) as refused:
        reject_feedback(feedback.pk, actor=editor, revision=0, reason=" ")
    reject_feedback(feedback.pk, actor=editor, revision=0, reason="Menghina pegawai.")

    assert refused.value.error_dict["reason"][0].code == "reason_required"
    assert Feedback.objects.get().state == FeedbackState.REJECTED
    assert ModelLogEntry.objects.for_instance(feedback).get().data == {"reason": "Menghina pegawai."}
    assert list(published_feedback(innovation)) == []


def test_a_decision_is_undone_and_its_agency_is_told_once_only(innovation, editor, operator):
    feedback = FeedbackFactory(innovation=innovation)
    with clock.at(MONDAY):
        publish_feedback(feedback.pk, actor=editor, revision=0)

    undo_moderation(feedback.pk, actor=editor, revision=1)
    assert list(published_feedback(innovation)) == []
    publish_feedback(feedback.pk, actor=editor, revision=2)

    feedback.refresh_from_db()
    assert (feedback.state, feedback.published_at) == ("published", MONDAY)
    assert mails() == [("feedback_published", operator.email)]


@pytest.mark.parametrize("act", [publish_feedback, undo_moderation])
def test_a_decision_about_what_somebody_decided_meanwhile_is_stale(editor, act):
    feedback = FeedbackFactory()
    publish_feedback(feedback.pk, actor=editor, revision=0)

    with pytest.raises(ValidationError) as refused:
        act(feedback.pk, actor=editor, revision=0)

    assert refused.value.code == "stale"
    assert Feedback.objects.get().state == FeedbackState.PUBLISHED


@pytest.mark.parametrize(
    ("state", "act"),
    [(FeedbackState.PUBLISHED, publish_feedback), (FeedbackState.WAITING, undo_moderation)],
)
def test_what_cannot_be_done_as_it_stands_is_refused(editor, state, act):
    feedback = FeedbackFactory(state=state)

    with pytest.raises(ValidationError) as refused:
        act(feedback.pk, actor=editor, revision=0)

    assert refused.value.code == "not_waiting"


def test_nobody_moderates_what_is_about_their_own_agency(innovation):
    insider = UserFactory(roles=[Role.EDITORIAL], is_superuser=True)
    MembershipFactory(user=insider, agency=innovation.agency)
    own, other = FeedbackFactory(innovation=innovation), FeedbackFactory()

    with pytest.raises(PermissionDenied):
        publish_feedback(own.pk, actor=insider, revision=0)

    assert list(feedback_visible_to(insider)) == [other]
    assert Feedback.objects.get(pk=own.pk).state == FeedbackState.WAITING


def test_only_editors_and_the_secretariat_moderate(editor, secretary, verifier, operator):
    feedback = FeedbackFactory()

    assert [list(feedback_visible_to(user)) for user in (editor, secretary, verifier, operator)] == [
        [feedback],
        [feedback],
        [],
        [],
    ]
    with pytest.raises(PermissionDenied):
        publish_feedback(feedback.pk, actor=verifier, revision=0)


def test_the_agency_answers_in_public_and_its_writer_gets_the_answer(innovation, operator):
    feedback = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED, email="siti@example.id")

    with clock.at(MONDAY):
        answer_feedback(feedback.pk, actor=operator, text=" Ya, sampai pukul 12. ", seen=0)
    answer_feedback(feedback.pk, actor=operator, text="Ralat: sampai pukul 11.", seen=1)

    assert list(FeedbackAnswer.objects.values_list("number", "text", "answered_by")) == [
        (2, "Ralat: sampai pukul 11.", operator.pk),
        (1, "Ya, sampai pukul 12.", operator.pk),
    ]
    assert Feedback.objects.get().answered_at == MONDAY
    assert mails() == [("feedback_answered", "siti@example.id")] * 2
    assert "Ralat: sampai pukul 11." in OutgoingMessage.objects.order_by("pk").last().body


@pytest.mark.parametrize(
    ("state", "text", "seen", "code"),
    [
        (FeedbackState.PUBLISHED, "  ", 0, "text_required"),
        (FeedbackState.PUBLISHED, "Ya.", 1, "stale"),
        (FeedbackState.WAITING, "Ya.", 0, "not_published"),
    ],
)
def test_an_answer_that_cannot_be_given_is_refused(innovation, operator, state, text, seen, code):
    feedback = FeedbackFactory(innovation=innovation, state=state)

    with pytest.raises(ValidationError) as refused:
        answer_feedback(feedback.pk, actor=operator, text=text, seen=seen)

    assert refused.value.code == code
    assert not FeedbackAnswer.objects.exists()


def test_only_the_agency_answers(innovation, editor):
    feedback = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)

    for foreign in (MembershipFactory().user, editor, UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            answer_feedback(feedback.pk, actor=foreign, text="Ya.", seen=0)

    assert not FeedbackAnswer.objects.exists()


def test_the_desk_lists_what_waits_first_and_the_oldest_on_top(innovation, operator, agency):
    made = {}
    for name, days in (("answered", 9), ("new", 1), ("old", 5)):
        with clock.at(MONDAY - timedelta(days=days)):
            made[name] = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
    answer_feedback(made["answered"].pk, actor=operator, text="Ya.", seen=0)
    FeedbackFactory(innovation=innovation)
    FeedbackFactory(state=FeedbackState.PUBLISHED)

    assert list(feedback_of_agency(agency)) == [made["old"], made["new"], made["answered"]]


def test_response_time_is_the_median_from_publishing_to_the_first_answer(innovation, operator, agency):
    for days in (1, 2, 12):
        with clock.at(MONDAY - timedelta(days=days)):
            feedback = FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
        with clock.at(MONDAY):
            answer_feedback(feedback.pk, actor=operator, text="Ya.", seen=0)
        answer_feedback(feedback.pk, actor=operator, text="Ralat.", seen=1)
        assert Feedback.objects.get(pk=feedback.pk).waited_days == days
    FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
    FeedbackFactory(innovation=innovation)

    assert response_time_of(agency) == ResponseTime(days=2, answered=3, open=1)
    assert response_time_of(MembershipFactory().agency) == ResponseTime(days=None, answered=0, open=0)


def test_useful_counts_once_a_day_from_each_address_and_keeps_no_address(innovation):
    other = InnovationFactory()
    with clock.at(MONDAY):
        counted = [mark_useful(innovation.pk, address=address) for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2")]
        mark_useful(other.pk, address="10.0.0.1")
    with clock.at(MONDAY + timedelta(days=1)):
        counted.append(mark_useful(innovation.pk, address="10.0.0.1"))

    assert counted == [True, False, True, True]
    assert useful_counts([innovation.pk, other.pk, 0]) == {innovation.pk: 3, other.pk: 1}
    first, second = (
        UsefulMark.objects.filter(innovation=innovation, day=day).values_list("visitor", flat=True)
        for day in (MONDAY.date(), MONDAY.date() + timedelta(days=1))
    )
    assert not set(first) & set(second)
    assert not UsefulMark.objects.filter(visitor__contains="10.0").exists()
