"""What waits besides the duty, on the first page of an agency and of the back office."""

import re

import pytest
from django.urls import reverse
from wagtail import hooks

from innovation_portal.accounts.roles import Role
from innovation_portal.utils.formats import full_date
from submissions.enums import MembershipRole
from submissions.selectors.voice_waiting import WaitingRow, voice_waiting_for
from submissions.voice_enums import FeedbackKind, FeedbackState, ReplicationState
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EditionFactory, InnovationFactory, MembershipFactory
from tests.factories.voice import FeedbackFactory, FollowUpFactory, FollowUpRoundFactory, ReplicationFactory


@pytest.fixture
def innovation(agency):
    return InnovationFactory(agency=agency)


def fill(innovation, count: int, round_) -> None:
    """Of everything that waits `count`, and beside it what is done, somebody else's or not public."""
    for _number in range(count):
        FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED)
        FeedbackFactory(innovation=innovation, state=FeedbackState.PUBLISHED, kind=FeedbackKind.STOPPED)
        ReplicationFactory(innovation=innovation)
        FollowUpFactory(innovation=InnovationFactory(agency=innovation.agency), round=round_)
    FeedbackFactory(innovation=innovation)
    FeedbackFactory(state=FeedbackState.PUBLISHED)
    ReplicationFactory(innovation=innovation, state=ReplicationState.CONFIRMED)
    ReplicationFactory(agency=innovation.agency)
    FollowUpFactory(round=round_)


def test_an_agency_reads_what_waits_of_each_kind_with_its_number(agency, innovation):
    round_ = FollowUpRoundFactory()
    assert voice_waiting_for(agency) == []

    fill(innovation, 2, round_)

    def url(name):
        return reverse(f"submissions:{name}", args=[agency.pk])

    public = "Waktu sampai Anda menjawab terlihat oleh umum."
    assert voice_waiting_for(agency) == [
        WaitingRow("2 laporan menyebut inovasi tidak lagi berjalan", url("feedback-list"), public),
        WaitingRow("2 pertanyaan masyarakat menunggu jawaban", url("feedback-list"), public),
        WaitingRow("2 replikasi menunggu dikonfirmasi", url("replication-list"), "Penanggung jawab yang memutuskan."),
        WaitingRow(
            "Pertanyaan tahunan tentang 2 inovasi menunggu jawaban",
            url("follow-up-list"),
            f"Sampai {full_date(round_.closes_on)}; penanggung jawab yang menjawab.",
        ),
    ]


def test_a_round_that_is_over_waits_for_nobody(agency, innovation):
    round_ = FollowUpRoundFactory()
    FollowUpFactory(innovation=innovation, round=round_)
    round_.asks_on, round_.closes_on = round_.asks_on.replace(year=2020), round_.closes_on.replace(year=2021)
    round_.save()

    assert voice_waiting_for(agency) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_dashboard_shows_it_with_three_queries(
    client, agency, innovation, operator, count, django_assert_num_queries
):
    fill(innovation, count, FollowUpRoundFactory())
    with django_assert_num_queries(3):
        rows = voice_waiting_for(agency)
    client.force_login(operator)

    page = client.get(reverse("submissions:dashboard", args=[agency.pk])).content.decode()

    shown = page[page.index('aria-labelledby="also-waiting"') :]
    links = re.findall(r'<li><a href="([^"]+)"><span>([^<]+)<small>', shown)
    assert links[:4] == [(row.url, row.text) for row in rows]


def waiting_for(user) -> list[tuple[str, str]]:
    names = {"feedback_to_check", "replications_without_a_word", "unanswered_questions"}
    return [row for hook in hooks.get_hooks("what_waits") if hook.__name__ in names for row in hook(user)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_secretariat_reads_what_waits_with_the_same_queries(
    agency, innovation, secretary, count, django_assert_num_queries
):
    EditionFactory(replication_days=8)
    round_ = FollowUpRoundFactory()
    fill(innovation, count, round_)
    FeedbackFactory(kind=FeedbackKind.STOPPED)
    for replication in innovation.replications.filter(state=ReplicationState.ANNOUNCED):
        replication.announced_at = replication.announced_at.replace(year=2020)
        replication.save()
    secretary.has_perm("submissions.run_edition")  # rights are read once

    with django_assert_num_queries(6):
        rows = waiting_for(secretary)

    feedback, date = reverse("feedback:index"), full_date(round_.closes_on)
    assert sorted(rows) == sorted(
        [
            ("Masukan masyarakat yang menunggu diperiksa: 2", f"{feedback}?state=waiting"),
            (
                "Di antaranya laporan bahwa inovasi tidak lagi berjalan: 1",
                f"{feedback}?state=waiting&kind=stopped",
            ),
            (f"Sudah terbit dan belum dijawab OPD: {2 * count + 1}", f"{feedback}?state=published"),
            (
                f"{count} replikasi terlalu lama menunggu OPD asalnya",
                f"{reverse('replications:index')}?state=announced",
            ),
            (
                f"Pertanyaan tahunan tentang {count + 1} inovasi belum dijawab, dibuka sampai {date}",
                reverse("follow_ups:inspect", args=[round_.pk]),
            ),
        ]
    )


def test_who_does_not_run_editions_reads_of_feedback_alone(agency, innovation):
    fill(innovation, 1, FollowUpRoundFactory())
    member = MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user

    assert waiting_for(member) == []
    assert [text for text, _url in waiting_for(UserFactory(roles=[Role.EDITORIAL]))] == [
        "Masukan masyarakat yang menunggu diperiksa: 1",
        "Sudah terbit dan belum dijawab OPD: 3",
    ]
