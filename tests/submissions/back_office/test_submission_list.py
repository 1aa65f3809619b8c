from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.utils import clock
from innovation_portal.utils.models import ChosenColumns
from submissions.enums import AgencyKind, Lineage, MembershipRole, SubmissionStatus
from submissions.models import Extension, Innovation, Submission
from submissions.selectors.handed_in import handed_in_submissions
from submissions.services.submissions import change_status
from tests.factories.judging import VerifiedSubmissionFactory
from tests.factories.submissions import (
    AgencyFactory,
    CategoryFactory,
    EditionFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    SubmissionFactory,
)

INDEX, COLUMNS = "submission_list:index", "submission_list:columns"


def found(browser, **query):
    return set(browser.get(reverse(INDEX), query).context["object_list"])


def handed_in(**options):
    """A submission that was really handed in."""
    approver = MembershipFactory(role=MembershipRole.APPROVER)
    submission = ReadySubmissionFactory(innovation=InnovationFactory(agency=approver.agency), **options)
    return change_status(submission.pk, "submit", actor=approver.user)


def test_list_holds_what_was_handed_in_and_never_a_draft(office, secretary):
    submission, verified = handed_in(), VerifiedSubmissionFactory()
    ReadySubmissionFactory()
    own_draft = SubmissionFactory(innovation=InnovationFactory(agency=MembershipFactory(user=secretary).agency))
    assert own_draft not in handed_in_submissions(secretary)

    assert found(office) == {submission, verified}


def test_title_is_the_one_that_was_handed_in_while_another_is_being_written(office, verifier):
    submission = handed_in()
    frozen = submission.innovation.title
    change_status(submission.pk, "return", actor=verifier, comment="Perbaiki judul.")
    Innovation.objects.update(title="Judul yang sedang ditulis")

    page = office.get(reverse(INDEX)).content.decode()

    assert frozen in page
    assert "Judul yang sedang ditulis" not in page
    assert found(office, q=frozen) == {submission}
    assert found(office, q="sedang ditulis") == set()


def test_rows_lead_to_the_dossier(office):
    submission = VerifiedSubmissionFactory()

    assert (
        f'href="{reverse("verification:decide", args=[submission.pk])}"' in office.get(reverse(INDEX)).content.decode()
    )


def test_search_finds_number_and_agency(office):
    submission = VerifiedSubmissionFactory(innovation__agency__name="Dinas Kelautan")
    VerifiedSubmissionFactory()

    assert found(office, q="kelautan") == {submission}
    assert found(office, q=submission.registration_number) == {submission}


def test_each_filter_narrows_the_list(office, secretary):
    edition = EditionFactory(categories=["Tata kelola"])
    moment = edition.stages.get().closes_at
    hospital = AgencyFactory(kind=AgencyKind.HOSPITAL)
    wanted = VerifiedSubmissionFactory(
        edition=edition,
        innovation__agency=hospital,
        version__lineage={"kind": Lineage.REPLICATION.value, "source": None},
        status=SubmissionStatus.RETURNED,
        first_submitted_at=moment + timedelta(hours=1),
        correction_due_at=clock.now() - timedelta(days=1),
    )
    Extension.objects.create(
        edition=edition,
        agency=hospital,
        closes_at=moment + timedelta(days=2),
        reason="Banjir.",
        granted_by=secretary,
    )
    VerifiedSubmissionFactory(correction_due_at=clock.now() - timedelta(days=1))
    VerifiedSubmissionFactory(
        edition__categories=["Lain"],
        status=SubmissionStatus.RETURNED,
        correction_due_at=clock.now() + timedelta(days=1),
    )
    assert len(found(office)) == 3

    for query in (
        {"edition": edition.pk},
        {"status": ["returned"], "edition": edition.pk},
        {"category": "Tata kelola"},
        {"region": hospital.region_id},
        {"kind": AgencyKind.HOSPITAL},
        {"lineage": Lineage.REPLICATION},
        {"own_time": "extension"},
        {"own_time": "late"},
        {"own_time": "overdue"},
    ):
        assert found(office, **query) == {wanted}, query
    assert found(office, status=["returned", "verified"]) == set(Submission.objects.all())
    assert found(office, kind=AgencyKind.HOSPITAL, own_time="late", lineage=Lineage.NEW) == set()


def test_category_is_the_one_that_was_handed_in(office, verifier):
    edition = EditionFactory(categories=["Lama"])
    submission = handed_in(edition=edition)
    change_status(submission.pk, "return", actor=verifier, comment="Perbaiki kategori.")
    Submission.objects.update(category=CategoryFactory(edition=edition, name="Baru"))

    assert found(office, category="Lama") == {submission}
    assert found(office, category="Baru") == set()


@pytest.mark.parametrize(
    "query", [{"edition": "x"}, {"status": "raja"}, {"own_time": "besok"}, {"ordering": "password"}, {"p": "x"}]
)
def test_query_that_means_nothing_harms_nothing(office, query):
    submission = VerifiedSubmissionFactory()

    assert found(office, **query) == {submission}


def labels(response):
    return [str(column.label) for column in response.context["table"].columns.values()]


def test_columns_are_chosen_and_remembered_for_one_person_alone(office, client, verifier):
    VerifiedSubmissionFactory()
    usual = ["Inovasi", "Nomor", "Perangkat daerah", "Status", "Diajukan"]
    assert labels(office.get(reverse(INDEX))) == usual

    response = office.post(reverse(COLUMNS), {"columns": ["own_time", "category", "region"]})

    assert response.url == reverse(INDEX)
    chosen = ["Inovasi", "Daerah", "Kategori", "Perpanjangan dan keterlambatan"]
    assert labels(office.get(reverse(INDEX))) == chosen
    assert office.get(reverse(COLUMNS)).context["form"]["columns"].value() == ["region", "category", "own_time"]
    client.force_login(verifier)
    assert labels(client.get(reverse(INDEX))) == usual


def test_title_alone_can_be_chosen_and_unknown_columns_cannot(office):
    VerifiedSubmissionFactory()
    office.post(reverse(COLUMNS), {"columns": []})
    assert labels(office.get(reverse(INDEX))) == ["Inovasi"]

    response = office.post(reverse(COLUMNS), {"columns": ["password"]})

    assert list(response.context["form"].errors) == ["columns"]
    assert ChosenColumns.objects.get().columns == []


def test_column_that_is_no_longer_there_is_passed_over(office, secretary):
    VerifiedSubmissionFactory()
    ChosenColumns.objects.create(user=secretary, list_name="submissions", columns=["hilang", "number"])

    assert labels(office.get(reverse(INDEX))) == ["Inovasi", "Nomor"]


def rows_of(response):
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_export_has_the_same_rows_and_columns(office):
    edition = EditionFactory(year=2031)
    submission = VerifiedSubmissionFactory(
        edition=edition, version__title="=HYPERLINK(1)", innovation__agency__name="+Dinas"
    )
    VerifiedSubmissionFactory()
    office.post(reverse(COLUMNS), {"columns": ["number", "agency", "edition"]})
    query = {"edition": edition.pk, "export": "csv"}

    table = b"".join(office.get(reverse(INDEX), query).streaming_content).decode("utf-8-sig").splitlines()
    sheet = rows_of(office.get(reverse(INDEX), {**query, "export": "xlsx"}))

    number = submission.registration_number
    assert table == ["Inovasi;Nomor;Perangkat daerah;Edisi", f"'=HYPERLINK(1);{number};'+Dinas;2031"]
    assert sheet == [
        ["Inovasi", "Nomor", "Perangkat daerah", "Edisi"],
        ["'=HYPERLINK(1)", number, "'+Dinas", 2031],
    ]


def test_exported_moments_are_those_of_the_portals_clock(office):
    submission = VerifiedSubmissionFactory()
    moment = clock.now().replace(hour=20, minute=30, second=0, microsecond=0)
    submission.versions.update(submitted_at=moment)
    office.post(reverse(COLUMNS), {"columns": ["handed_in_at"]})

    sheet = rows_of(office.get(reverse(INDEX), {"export": "xlsx"}))

    assert sheet[1][1] == (moment + timedelta(hours=7)).replace(tzinfo=None)


def test_list_shows_fifty_a_page_and_the_export_all(office):
    edition, innovation = EditionFactory(), InnovationFactory()
    for _each in range(51):
        VerifiedSubmissionFactory(edition=edition, innovation=InnovationFactory(agency=innovation.agency))

    response = office.get(reverse(INDEX), {"p": 2})

    assert len(response.context["object_list"]) == 1
    table = b"".join(office.get(reverse(INDEX), {"export": "csv"}).streaming_content).decode()
    assert len(table.splitlines()) == 52


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_is_constant(office, secretary, count, django_assert_num_queries):
    for _each in range(count):
        VerifiedSubmissionFactory()
    names = ["number", "agency", "status", "edition", "region", "kind", "category", "field", "lineage", "own_time"]
    ChosenColumns.objects.create(user=secretary, list_name="submissions", columns=names)
    office.get(reverse(INDEX))

    with django_assert_num_queries(15):
        response = office.get(reverse(INDEX))

    assert len(response.context["object_list"]) == count
