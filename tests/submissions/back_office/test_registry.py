import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.spreadsheets import write_xlsx
from submissions.enums import DataMark, MembershipRole
from submissions.models import Agency, Innovation, Membership
from submissions.services.submissions import change_status
from tests.factories.submissions import (
    AgencyFactory,
    InnovationFactory,
    MembershipFactory,
    ReadySubmissionFactory,
    RecognitionFactory,
    SubmissionFactory,
)

HEADINGS = ["code", "name", "kind", "region_code", "region"]
DINKES = ["DINKES", "Dinas Kesehatan", "dinas", "33", "Provinsi Jawa Tengah"]
WRONG = ["X", "Kantor Sihir", "kantor", "33", "Provinsi Jawa Tengah"]


def as_csv(*rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return SimpleUploadedFile("tabel.csv", buffer.getvalue().encode())


def test_table_is_checked_then_confirmed(office):
    address = reverse("agencies:import")

    preview = office.post(address, {"table": as_csv(HEADINGS, DINKES)})
    assert (preview.context["report"].created, preview.context["row_count"]) == (1, 1)
    assert Agency.objects.count() == 0

    done = office.post(address, {"rows": preview.context["form"].initial["rows"]})
    assert done.url == reverse("agencies:index")
    assert Agency.objects.get().code == "DINKES"


def test_workbook_is_checked_like_a_text_table(office):
    upload = SimpleUploadedFile("tabel.xlsx", write_xlsx(HEADINGS, [DINKES]))

    preview = office.post(reverse("agencies:import"), {"table": upload})

    assert preview.context["report"].created == 1


@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (
            as_csv(HEADINGS, DINKES, WRONG),
            "Baris 3, kolom kind: Masukkan pilihan yang valid. kantor bukan salah satu dari pilihan yang tersedia.",
        ),
        (as_csv(HEADINGS, DINKES, DINKES), "Baris 3: mengulang baris 2."),
        (as_csv(HEADINGS[:2], ["A", "B"]), "Kolom berikut tidak ada: kind, region_code, region."),
        (SimpleUploadedFile("tabel.csv", b"PK\x03\x04bukan"), "Berkas ini tidak dapat dibaca sebagai CSV atau XLSX."),
        (SimpleUploadedFile("tabel.csv", b"a\x00b"), "Berkas ini tidak dapat dibaca sebagai CSV atau XLSX."),
    ],
)
def test_wrong_table_is_explained_and_nothing_written(office, upload, error):
    upload.seek(0)

    response = office.post(reverse("agencies:import"), {"table": upload})

    assert response.context["errors"] == [error]
    assert Agency.objects.count() == 0


def test_table_in_the_old_encoding_of_excel_is_read(office):
    row = [*DINKES[:1], "Dinas Kesehatan “Sehat”", *DINKES[2:]]
    upload = SimpleUploadedFile("tabel.csv", "\n".join(";".join(cells) for cells in [HEADINGS, row]).encode("cp1252"))

    preview = office.post(reverse("agencies:import"), {"table": upload})
    office.post(reverse("agencies:import"), {"rows": preview.context["form"].initial["rows"]})

    assert Agency.objects.get().name == "Dinas Kesehatan “Sehat”"


def test_upload_without_a_file_says_so(office):
    response = office.post(reverse("agencies:import"), {})

    assert list(response.context["form"].errors) == ["table"]


def test_rows_that_were_changed_after_the_preview_are_refused(office):
    preview = office.post(reverse("agencies:import"), {"table": as_csv(HEADINGS, DINKES)})
    signed = preview.context["form"].initial["rows"]

    response = office.post(reverse("agencies:import"), {"rows": "x" + signed})

    assert response.context["errors"] == ["Pratinjau ini sudah tidak berlaku. Pilih berkasnya sekali lagi."]
    assert Agency.objects.count() == 0


def test_innovations_are_imported_and_new_agencies_named_before(office):
    headings = ["title", "agency", "region", "year", "category", "award", "source"]
    row = ["Sowan", "Puskesmas Cluwak", "Kabupaten Pati", "2019", "", "Top 10", "https://example.id/"]

    preview = office.post(reverse("innovations:import"), {"table": as_csv(headings, row)})
    assert preview.context["report"].agencies_added == ["Puskesmas Cluwak (Kabupaten Pati)"]

    office.post(reverse("innovations:import"), {"rows": preview.context["form"].initial["rows"]})
    assert Innovation.objects.get().recognitions.get().award == "Top 10"


def test_verifier_neither_imports_nor_invites(client, verifier, agency):
    client.force_login(verifier)

    client.post(reverse("agencies:import"), {"table": as_csv(HEADINGS, DINKES)})
    client.post(reverse("agencies:invite", args=[agency.pk]), {"name": "A", "email": "a@b.id", "role": "approver"})

    assert list(Agency.objects.all()) == [agency]
    assert not Membership.objects.exists()


def test_member_is_invited_and_removed(office, agency, approver):
    data = {"name": "Sri", "email": "sri@jateng.example", "role": MembershipRole.OPERATOR}

    office.post(reverse("agencies:invite", args=[agency.pk]), data)

    member = agency.memberships.get(user__email="sri@jateng.example")
    assert OutgoingMessage.objects.get().recipient == member.user
    page = office.get(reverse("agencies:edit", args=[agency.pk]))
    assert set(page.context["members"]) == {member, approver.memberships.get()}

    office.post(reverse("agencies:remove_member", args=[member.pk]))
    assert list(agency.memberships.all()) == [approver.memberships.get()]


def test_last_person_in_charge_stays_with_an_explanation(office, agency, approver):
    response = office.post(reverse("agencies:remove_member", args=[approver.memberships.get().pk]))

    assert response.context["form"].non_field_errors() == [
        "Ini satu-satunya penanggung jawab. Tunjuk penanggung jawab lain dahulu."
    ]
    assert agency.memberships.count() == 1


def test_agency_with_innovations_is_not_deleted(office, agency):
    InnovationFactory(agency=agency)

    response = office.post(reverse("agencies:delete", args=[agency.pk]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        f"“{agency}” sedang dipakai dan tidak dapat dihapus."
    ]
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_agency_name_that_is_taken_in_its_region_is_refused(office, agency):
    other = AgencyFactory(region=agency.region)
    data = {"region": agency.region_id, "code": other.code, "name": agency.name, "kind": other.kind}

    response = office.post(reverse("agencies:edit", args=[other.pk]), data)

    assert response.context["form"].errors
    assert Agency.objects.filter(name=agency.name).count() == 1


def test_foreign_draft_is_not_in_the_list_of_innovations(office, agency, approver):
    handed_in = ReadySubmissionFactory(innovation=InnovationFactory(agency=agency))
    change_status(handed_in.pk, "submit", actor=approver)
    known = RecognitionFactory().innovation
    draft = SubmissionFactory().innovation

    response = office.get(reverse("innovations:index"))

    assert set(response.context["object_list"]) == {handed_in.innovation, known}
    assert office.get(reverse("innovations:edit", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage"])
def test_foreign_draft_has_no_page_in_the_back_office(office, name):
    draft, known = SubmissionFactory().innovation, InnovationFactory()

    answers = [office.get(reverse(f"innovations:{name}", args=[one.pk])).status_code for one in (draft, known)]

    assert answers == [404, 200]


def test_chooser_does_not_name_a_foreign_draft(office):
    draft, known = SubmissionFactory().innovation, InnovationFactory()

    one = office.get(reverse("innovation_chooser:chosen", args=[draft.pk]))
    several = office.get(reverse("innovation_chooser:chosen_multiple"), {"id": [draft.pk, known.pk]})

    assert one.status_code == 404
    assert [each["id"] for each in several.json()["result"]] == [str(known.pk)]


@pytest.mark.parametrize("name", ["agency_chooser", "innovation_chooser"])
def test_chooser_chooses_only_what_is_there_and_makes_nothing(office, name):
    there = InnovationFactory()
    pk = {"agency_chooser": there.agency_id, "innovation_chooser": there.pk}[name]

    several = office.get(reverse(f"{name}:chosen_multiple"), {"id": [pk, "abc", "", "9" * 40]})
    others = [office.get(reverse(f"{name}:chosen", args=[wrong])).status_code for wrong in ("abc", "²", "9" * 40)]
    made = office.post(f"{reverse(f'{name}:choose')}create/", {"title": "Baru"})

    assert [each["id"] for each in several.json()["result"]] == [str(pk)]
    assert others == [404, 404, 404]
    assert made.status_code == 404


def test_export_cannot_run_a_formula(office):
    InnovationFactory(title="=HYPERLINK(1)", data_mark=DataMark.PUBLIC)

    exported = office.get(reverse("innovations:index"), {"export": "csv"})

    assert b"'=HYPERLINK(1)" in exported.getvalue()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["agencies", "innovations", "regions"])
def test_registry_list_query_count_is_constant(office, name, count, django_assert_max_num_queries):
    for _each in range(count):
        RecognitionFactory()
    office.get(reverse(f"{name}:index"))

    with django_assert_max_num_queries(13) as captured:
        response = office.get(reverse(f"{name}:index"))

    assert len(response.context["object_list"]) == count
    assert len(captured) == {"agencies": 12, "innovations": 11, "regions": 11}[name]


@pytest.mark.parametrize("name", ["agency_chooser", "innovation_chooser"])
def test_chooser_searches_by_words(office, name):
    wanted = InnovationFactory(title="Sowan Sehat", agency=AgencyFactory(name="Dinas Sowan"))
    InnovationFactory()

    response = office.get(reverse(f"{name}:choose_results"), {"q": "sowan"})

    expected = {"agency_chooser": wanted.agency, "innovation_chooser": wanted}[name]
    assert list(response.context["results"]) == [expected]


def test_member_of_an_agency_has_no_back_office(client, db):
    person = MembershipFactory(role=MembershipRole.APPROVER)
    client.force_login(person.user)

    response = client.get(reverse("agencies:index"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
