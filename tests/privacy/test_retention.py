"""Personal data is kept no longer than the table of rules says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from innovation_portal.accounts.models import User
from innovation_portal.privacy import retention
from innovation_portal.privacy.models import RetentionRun
from innovation_portal.privacy.retention import Retention, apply_retention
from innovation_portal.privacy.services.sweeping import (
    close_unused_accounts,
    empty_old_messages,
    warn_unused_accounts,
)
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import EditionState
from submissions.models import Answer, Innovator
from submissions.services.draft_sweeping import empty_forgotten_drafts
from tests.factories.accounts import UserFactory
from tests.factories.submissions import AnswerFactory, EditionFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def rule(name, run):
    return Retention(name, "accounts.User", name, timedelta(days=1), "x", "x", run)


def test_every_rule_runs_once_a_day_and_one_that_fails_stops_no_other(monkeypatch, caplog):
    done = []
    rules = [rule("rusak", lambda: 1 / 0), rule("utuh", lambda: done.append(1) or 3)]
    monkeypatch.setattr(retention, "_rules", rules)

    assert (apply_retention(), apply_retention()) == (2, 0)

    assert done == [1]
    assert {(run.rule, run.count, bool(run.error)) for run in RetentionRun.objects.all()} == {
        ("rusak", 0, True),
        ("utuh", 3, False),
    }
    assert "rusak failed" in caplog.text
    with clock.at(clock.now() + timedelta(days=1)):
        assert apply_retention() == 2


def test_old_mails_are_emptied_and_stay_as_a_trace(settings):
    user = UserFactory()
    State = OutgoingMessage.State
    ages = {"lama": settings.RETENTION_MAIL_DAYS + 1, "baru": settings.RETENTION_MAIL_DAYS - 1}
    for kind, days in ages.items():
        at = clock.now() - timedelta(days=days)
        OutgoingMessage.objects.create(
            kind=kind, recipient=user, address=user.email, subject="s", body="b", state=State.SENT, sent_at=at
        )

    assert (empty_old_messages(), empty_old_messages()) == (1, 0)

    assert set(OutgoingMessage.objects.values_list("kind", "address", "body")) == {
        ("lama", "", ""),
        ("baru", user.email, "b"),
    }


def test_an_unused_account_is_warned_once_and_then_closed(settings):
    long_ago = clock.now() - timedelta(days=settings.RETENTION_UNUSED_ACCOUNT_DAYS + 1)
    unused = UserFactory(last_login=long_ago)
    UserFactory(last_login=clock.now())

    assert (warn_unused_accounts(), warn_unused_accounts(), close_unused_accounts()) == (1, 0, 0)
    with clock.at(clock.now() + timedelta(days=settings.RETENTION_WARNED_DAYS, hours=1)):
        assert (close_unused_accounts(), close_unused_accounts()) == (1, 0)

    assert list(User.objects.filter(is_active=False)) == [unused]


def test_who_signs_in_after_the_warning_keeps_the_account(settings):
    long_ago = clock.now() - timedelta(days=settings.RETENTION_UNUSED_ACCOUNT_DAYS + 1)
    user = UserFactory(last_login=long_ago)
    warn_unused_accounts()
    User.objects.filter(pk=user.pk).update(last_login=clock.now())

    with clock.at(clock.now() + timedelta(days=settings.RETENTION_WARNED_DAYS, hours=1)):
        assert close_unused_accounts() == 0


def test_a_draft_of_a_finished_edition_is_emptied_after_years(settings, django_capture_on_commit_callbacks):
    old = clock.now() - timedelta(days=settings.RETENTION_DRAFT_DAYS + 1)
    finished = EditionFactory(state=EditionState.FINISHED)
    forgotten = SubmissionFactory(edition=finished, updated_at=old)
    fresh = SubmissionFactory(edition=finished)
    for submission in (forgotten, fresh):
        AnswerFactory(submission=submission)
        submission.innovators.create(name="Siti")

    assert (empty_forgotten_drafts(), empty_forgotten_drafts()) == (1, 0)

    assert set(Answer.objects.values_list("submission", flat=True)) == {fresh.pk}
    assert set(Innovator.objects.values_list("submission", flat=True)) == {fresh.pk}


def test_the_table_shows_what_each_rule_did_with_the_same_queries(client, secretary, django_assert_num_queries):
    apply_retention()
    client.force_login(secretary)

    page = client.get(reverse("privacy_admin:retention")).content.decode()

    for each in retention.registered_rules():
        assert str(each.what) in page
    with django_assert_num_queries(2):
        assert len(retention.standing_of_rules()) == len(retention.registered_rules())
