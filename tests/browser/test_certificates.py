import pytest
from django.urls import reverse
from playwright.sync_api import expect

from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from judging.enums import SigningPlace
from judging.models import SignedFile
from judging.pdf import print_certificate
from judging.services.certificates import issue_certificate, render_certificate, revoke_certificate
from tests.judging.certificates.conftest import Ceremony


@pytest.fixture
def ceremony():
    return Ceremony()


def test_check_page_is_accessible_valid_and_revoked(page_of, assert_accessible_everywhere, ceremony):
    valid = render_certificate(ceremony.certificate().pk)
    signed = render_certificate(ceremony.certificate().pk)
    # The row of a signed file alone: signing runs a loop of its own, and Playwright's is running already.
    SignedFile.objects.create(
        certificate=signed,
        file=signed.file.name,
        sha256="6c02b712623d69d5cc32a1e320d45626" * 2,
        place=SigningPlace.PORTAL,
        signers=["Segel portal (UJI, bukan tanda tangan resmi)"],
        issuer="Penerbit (UJI)",
        level="B-B",
        signed_at=clock.now(),
        is_time_stamped=False,
        is_test=True,
        validated_at=clock.now(),
        stored_by=ceremony.secretary,
    )
    revoked = ceremony.certificate()
    revoke_certificate(revoked.pk, actor=ceremony.secretary, reason="Salah nama")
    issue_certificate(revoked.award_id, actor=ceremony.secretary)

    assert_accessible_everywhere(
        page_of(), *(reverse("judging:certificate-check", args=[one.public_id]) for one in (valid, signed, revoked))
    )


def test_a_visitor_types_the_code_from_the_paper(page_of, assert_accessible, ceremony):
    code = ceremony.certificate().public_id
    page = page_of(width=360)

    page.goto("/piagam/")
    page.get_by_label("Kode piagam").fill("7K4M-2QXD-WW3H")
    page.get_by_role("button", name="Periksa", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    expect(page.get_by_label("Kode piagam")).to_have_value("7K4M-2QXD-WW3H")

    page.get_by_label("Kode piagam").fill(f"{code[:4]} {code[4:8]} {code[8:]}".lower())
    page.get_by_role("button", name="Periksa", exact=True).click()

    page.get_by_role("heading", name="Piagam ini sah").wait_for()
    expect(page).to_have_url(f"/piagam/{code}/?cara=ketik")


def test_a_visitor_sends_the_file_and_reads_what_was_changed(page_of, assert_accessible, ceremony):
    certificate = render_certificate(ceremony.certificate().pk)
    names = certificate.payload["recipient"] | {"name": "Dinas Palsu"}
    forged = print_certificate(certificate.payload | {"recipient": names})
    page = page_of(width=360)

    page.goto("/piagam/")
    page.get_by_label("PDF piagam").set_input_files(
        {"name": "piagam.pdf", "mimeType": "application/pdf", "buffer": forged}
    )
    page.get_by_role("button", name="Periksa berkas").press("Enter")

    page.get_by_role("heading", name="Ini bukan berkas yang kami terbitkan").wait_for()
    expect(page.get_by_role("deletion").first).to_contain_text("Palsu")
    assert_accessible(page)


def test_check_page_in_print_shows_the_facts_and_no_navigation(page_of, ceremony):
    certificate = ceremony.certificate()
    page = page_of()

    page.goto(reverse("judging:certificate-check", args=[certificate.public_id]))
    page.emulate_media(media="print")

    expect(page.get_by_text(certificate.number).first).to_be_visible()
    expect(page.get_by_role("link", name="Masuk").first).to_be_hidden()


def test_own_certificates_are_accessible_empty_and_full(
    page_of, assert_accessible_everywhere, ceremony, operator, agency
):
    page, address = page_of(operator), reverse("judging:certificates-own")

    assert_accessible_everywhere(page, address)
    ceremony.certificate(agency=agency)
    assert_accessible_everywhere(page, address)


def test_the_secretariat_issues_what_the_page_announces(page_of, ceremony):
    sync_role_groups()
    ceremony.award()
    page = page_of(ceremony.secretary)

    page.goto(reverse("certificates:issue"))
    number = page.get_by_role("cell").nth(1).inner_text()
    page.get_by_role("button", name="Terbitkan 1 piagam").click()
    page.get_by_text("1 piagam diterbitkan.").wait_for()
    page.goto(reverse("certificates:index"))

    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Cabut").click()
    page.get_by_label("Alasan").fill("Salah nama")
    page.get_by_role("button", name="Cabut piagam").click()
    page.get_by_role("button", name="Terbitkan pengganti dengan nomor baru").wait_for()
