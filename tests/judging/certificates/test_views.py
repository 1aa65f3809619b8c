import re

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.html import escape

from innovation_portal.utils.hashing import hash_of_chunks
from judging.models import Certificate
from judging.services.certificates import issue_certificate, render_certificate, revoke_certificate
from submissions.enums import MembershipRole
from tests.factories.judging import AwardLevelFactory
from tests.factories.submissions import AgencyFactory, MembershipFactory


def check_url(certificate) -> str:
    return reverse("judging:certificate-check", args=[certificate.public_id])


def file_url(certificate) -> str:
    return reverse("judging:certificate-file", args=[certificate.public_id])


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("spelling", ["{0}", "{0}-{1}-{2}", " {0} {1} {2} ", "lower", "{0}–{1}.{2}"])
def test_code_is_found_however_it_is_typed(client, ceremony, spelling):
    certificate = ceremony.certificate()
    code = certificate.public_id
    groups = (code[:4], code[4:8], code[8:])
    typed = code.lower() if spelling == "lower" else spelling.format(*groups) if "{1}" in spelling else code

    response = client.get(reverse("judging:certificate-search"), {"kode": typed})

    assert response.status_code == 302
    assert response.url == f"{check_url(certificate)}?cara=ketik"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("7K4M-2QXD-WW3H", "Tidak ada piagam dengan kode ini."),
        ("7K4M", "Dengan empat karakter saja, nomor piagam juga diperlukan."),
        ("7K4M2", "Kode terdiri atas dua belas huruf dan angka"),
        ("7K4M-2QXD-WW0I", "Kode terdiri atas dua belas huruf dan angka"),
        ("", "Ketik kode yang tercetak di samping kode QR."),
        ("x" * 80, "Terlalu panjang untuk sebuah kode"),
        ("<script>alert(1)</script>", "Kode terdiri atas dua belas huruf dan angka"),
    ],
)
def test_wrong_code_keeps_what_was_typed_and_says_why_beside_the_field(client, db, typed, message):
    response = client.get(reverse("judging:certificate-search"), {"kode": typed})

    page = response.content.decode()
    field = page[page.index('id="div_id_kode"') :]
    assert response.status_code == 200
    assert message in field[: field.index("<input")]
    assert f'value="{escape(typed)}"' in field or typed == ""


def test_unknown_address_is_a_404_that_helps(client, db):
    response = client.get(reverse("judging:certificate-check", args=["7K4M2QXDWW3H"]))

    assert response.status_code == 404
    assert "Tidak ada piagam dengan kode ini." in response.content.decode()
    assert 'value="7K4M2QXDWW3H"' in response.content.decode()


def test_address_in_small_letters_leads_to_the_page(client, ceremony):
    certificate = ceremony.certificate()

    response = client.get(check_url(certificate).replace(certificate.public_id, certificate.public_id.lower()))

    assert response.url == check_url(certificate)


def test_check_page_shows_what_stands_on_the_paper(client, ceremony):
    agency = AgencyFactory(name="RSUD Kelet & Rekan")
    certificate = ceremony.certificate(agency=agency, version={"title": "Sihati <b>"})
    certificate = render_certificate(certificate.pk)

    response = client.get(check_url(certificate))

    text = text_of(response)
    for fact in (
        "Piagam ini sah",
        certificate.number,
        "Piagam Penghargaan",
        "RSUD Kelet &amp; Rekan",
        "Terbaik I",
        "Sihati &lt;b&gt;",
        "Sri Rahayu",
        ceremony.edition.name,
        "Semarang, 9 September 2026",
        "Nama Penanda Tangan",
        "Gubernur Jawa Tengah",
        " ".join(re.findall(".{8}", certificate.file_sha256)),
        "-".join(re.findall(".{4}", certificate.public_id)),
    ):
        assert fact in text
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ditandatangani secara elektronik" not in text


def test_check_page_reads_the_frozen_payload_only(client, ceremony):
    certificate = ceremony.certificate(version={"title": "Judul asli"})
    certificate.award.submission.innovation.title = "Judul diganti"
    certificate.award.submission.innovation.save()

    text = text_of(client.get(check_url(certificate)))

    assert "Judul asli" in text
    assert "Judul diganti" not in text


def test_check_page_of_an_example_says_so(client, ceremony):
    ceremony.edition.is_example = True
    ceremony.edition.save()

    text = text_of(client.get(check_url(ceremony.certificate())))

    assert "piagam ini tidak pernah diberikan" in text


def test_revoked_certificate_says_so_and_names_its_replacement(client, ceremony):
    certificate = ceremony.certificate()
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")
    replacement = issue_certificate(certificate.award_id, actor=ceremony.secretary)

    response = client.get(check_url(certificate))

    text = text_of(response)
    assert "Piagam ini sudah diganti" in text
    assert "Piagam ini sah" not in text
    assert "karena: Salah nama" in text
    assert check_url(replacement) in response.content.decode()


def test_check_page_asks_for_more_only_where_there_is_more(client, ceremony, django_assert_num_queries):
    certificate = ceremony.certificate()
    client.get(check_url(certificate))

    with django_assert_num_queries(2):  # the certificate, and the note that it was checked
        client.get(check_url(certificate))
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Nama keliru.")
    new = issue_certificate(certificate.award_id, actor=ceremony.secretary)

    first, second = client.get(check_url(certificate)).context, client.get(check_url(new)).context
    assert (first["before"], first["replacement"]) == (None, new)
    assert (second["before"], second["replacement"]) == (certificate, None)


@pytest.fixture
def people(agency, operator, approver, secretary, verifier, judge, leader):
    return {
        "operator": operator,
        "approver": approver,
        "secretary": secretary,
        "verifier": verifier,
        "judge": judge,
        "leader": leader,
        "stranger": MembershipFactory(role=MembershipRole.APPROVER).user,
    }


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("operator", 200),
        ("approver", 200),
        ("secretary", 200),
        ("verifier", 404),
        ("judge", 404),
        ("leader", 404),
        ("stranger", 404),
    ],
)
def test_file_is_for_the_agency_and_the_secretariat(client, ceremony, agency, people, person, status):
    certificate = ceremony.certificate(agency=agency)
    client.force_login(people[person])

    response = client.get(file_url(certificate))

    assert response.status_code == status
    certificate.refresh_from_db()
    if status == 200:
        content = b"".join(response.streaming_content)
        assert response.headers["Content-Type"] == "application/pdf"
        assert hash_of_chunks([content]) == certificate.file_sha256
        assert len(pypdfium2.PdfDocument(content)) == 1
    else:
        assert certificate.file_sha256 == ""


def test_file_asks_a_visitor_to_sign_in(client, ceremony):
    certificate = ceremony.certificate()

    response = client.get(file_url(certificate))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_file_has_a_name_that_says_what_it_is(client, ceremony, operator, agency):
    agency.name = "RSUD Kelet / Jepara"
    agency.save()
    certificate = ceremony.certificate(agency=agency)
    client.force_login(operator)

    response = client.get(file_url(certificate))

    name = f"piagam-000-8-3-4-001-{ceremony.edition.year}-rsud-kelet-jepara.pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'
    response.close()


def test_file_that_was_lost_is_printed_again(client, ceremony, operator, agency):
    certificate = render_certificate(ceremony.certificate(agency=agency).pk)
    default_storage.delete(certificate.file.name)
    client.force_login(operator)

    response = client.get(file_url(certificate))

    assert hash_of_chunks(response.streaming_content) == certificate.file_sha256


def test_lost_emblem_is_explained_and_not_a_server_error(client, ceremony, operator, agency):
    certificate = ceremony.certificate(agency=agency)
    certificate.payload["emblem"] = "certificates/emblems/hilang.png"
    certificate.save()
    client.force_login(operator)

    response = client.get(file_url(certificate), follow=True)

    assert response.redirect_chain == [(check_url(certificate), 302)]
    assert "Gambar pada piagam ini tidak ditemukan" in text_of(response)


def test_revoked_file_leads_the_agency_to_the_reason(client, ceremony, operator, agency, secretary):
    certificate = ceremony.certificate(agency=agency)
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")

    client.force_login(operator)
    assert client.get(file_url(certificate)).url == check_url(certificate)
    client.force_login(secretary)
    response = client.get(file_url(certificate))
    assert response.headers["Content-Type"] == "application/pdf"
    response.close()


def test_own_list_is_empty_until_something_is_issued(client, operator):
    client.force_login(operator)

    response = client.get(reverse("judging:certificates-own"))

    assert "Belum ada piagam" in text_of(response)


def test_own_list_is_closed_to_who_works_for_no_agency(client, ceremony, secretary):
    ceremony.certificate()
    client.force_login(secretary)

    assert client.get(reverse("judging:certificates-own")).status_code == 403


def test_own_list_shows_the_own_agency_only(client, ceremony, operator, agency):
    own = ceremony.certificate(agency=agency)
    ceremony.certificate(version={"title": "Rahasia tetangga"})
    client.force_login(operator)

    response = client.get(reverse("judging:certificates-own"))

    assert list(response.context["page_obj"]) == [own]
    assert "Rahasia tetangga" not in response.content.decode()


def test_own_list_shows_the_highest_award_first(client, ceremony, operator, agency):
    nominee = ceremony.certificate(agency=agency, level=AwardLevelFactory(edition=ceremony.edition, sort_order=9))
    best = ceremony.certificate(agency=agency, level=AwardLevelFactory(edition=ceremony.edition, sort_order=1))
    second = ceremony.certificate(agency=agency, level=AwardLevelFactory(edition=ceremony.edition, sort_order=5))
    client.force_login(operator)

    response = client.get(reverse("judging:certificates-own"))

    assert list(response.context["page_obj"]) == [best, second, nominee]


def test_own_list_of_a_member_of_the_secretariat_shows_only_the_own_agency(client, ceremony, secretary, agency):
    own = ceremony.certificate(agency=agency)
    MembershipFactory(agency=agency, user=secretary)
    ceremony.certificate()
    client.force_login(secretary)

    assert list(client.get(reverse("judging:certificates-own")).context["page_obj"]) == [own]


@pytest.mark.parametrize("count", [1, 3])
def test_own_list_query_count_is_constant(client, ceremony, operator, agency, count, django_assert_num_queries):
    levels = AwardLevelFactory.create_batch(count, edition=ceremony.edition)
    for level in levels:
        ceremony.certificate(agency=agency, level=level)
    client.force_login(operator)
    client.get(reverse("judging:certificates-own"))

    with django_assert_num_queries(9):
        response = client.get(reverse("judging:certificates-own"))

    assert len(response.context["page_obj"]) == count
    assert Certificate.objects.count() == count
