import pytest
from django.core.management import call_command

from home.benchmark.deadline import check, measure_deadline, prepare
from home.management.commands.load_benchmark import seeded
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import SubmissionStatus
from submissions.models import Edition, Submission, SubmissionEvent, SubmissionVersion
from submissions.services.drafts import accept_declarations
from submissions.services.submissions import change_status

SUBMISSIONS = 3


@pytest.fixture
def large_instance(db):
    call_command("load_benchmark", share=0.002, verbosity=0)


@pytest.fixture
def handed_in(large_instance):
    """An edition of the benchmark in which everything was handed in as it should be."""
    edition, _entries = prepare(SUBMISSIONS, seeded("drafts"))
    declarations = list(edition.declarations.values_list("pk", flat=True))
    for draft in edition.submissions.all():
        approver = draft.innovation.agency.memberships.get(role="approver").user
        accept_declarations(draft.pk, actor=approver, declaration_ids=declarations)
        change_status(draft.pk, "submit", actor=approver)
    return edition


def test_everything_is_handed_in_once_although_people_click_twice_and_send_again(large_instance, live_server):
    host = live_server.url.removeprefix("http://")

    loads = measure_deadline(host, submissions=SUBMISSIONS, clients=2, random=seeded("drafts"))

    assert [load.name for load in loads] == [
        "empty view",
        "review page",
        "submit, after the review page",
        "submit alone",
    ]
    assert all(load.median <= load.p95 for load in loads)
    last = Edition.objects.order_by("-year")[:2]
    assert [edition.last_registration_number for edition in last] == [SUBMISSIONS, SUBMISSIONS]


def test_check_finds_nothing_when_all_is_well(handed_in):
    check(handed_in)


def lose_a_submission(edition):
    edition.submissions.filter(pk=edition.submissions.first().pk).update(status=SubmissionStatus.RETURNED)


def leave_a_gap(edition):
    first = edition.submissions.first()
    Submission.objects.filter(pk=first.pk).update(registration_number=f"INV-{edition.year}-0009")


def repeat(row):
    row.pk = None
    row.save(force_insert=True)


def double_a_version(edition):
    version = SubmissionVersion.objects.filter(submission__edition=edition).first()
    version.number += 1
    repeat(version)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lose_a_submission, "submissions"),
        (leave_a_gap, "registration numbers"),
        (double_a_version, "versions"),
        (lambda edition: repeat(SubmissionEvent.objects.filter(submission__edition=edition).last()), "events"),
        (lambda edition: repeat(OutgoingMessage.objects.filter(kind="submission_submit").first()), "mails"),
        (lambda edition: OutgoingMessage.objects.filter(kind="submission_submit").first().delete(), "mails"),
    ],
)
def test_check_names_what_was_lost_or_doubled(handed_in, spoil, named):
    spoil(handed_in)

    with pytest.raises(RuntimeError, match=f": {named}\\.$"):
        check(handed_in)
