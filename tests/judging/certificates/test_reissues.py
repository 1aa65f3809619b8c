"""A certificate with a spelling mistake, corrected in one act."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardState, CertificateState
from judging.models import Certificate
from judging.selectors.certificate_words import CertificateWords, words_in_registry, words_of
from judging.services.certificates import reissue_certificate, revoke_certificate
from tests.factories.judging import AwardFactory, VerifiedSubmissionFactory
from tests.factories.submissions import AgencyFactory, EditionFactory

CORRECTED = CertificateWords("RSUD Kelet", "Sihati Sehat", ("dr. Hendro Saputro", "Sri Rahayu"))


@pytest.fixture
def misspelt(ceremony):
    return ceremony.certificate(agency=AgencyFactory(name="RSUD Kelat"), version={"title": "Sihati"})


def test_reissue_corrects_the_words_and_nothing_else(ceremony, misspelt):
    before = dict(misspelt.payload)
    ceremony.template.signatories.update(name="Penanda tangan lain")

    new = reissue_certificate(misspelt.pk, actor=ceremony.secretary, reason=" Salah eja. ", words=CORRECTED)

    misspelt.refresh_from_db()
    assert misspelt.payload == before
    assert (misspelt.state, misspelt.revocation_reason) == (CertificateState.REVOKED, "Salah eja.")
    assert misspelt.revoked_by == ceremony.secretary
    assert new.payload == before | {
        "public_id": new.public_id,
        "number": new.number,
        "check_address": before["check_address"].replace(misspelt.public_id, new.public_id),
        "issued_at": new.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "innovation": "Sihati Sehat",
        "recipient": {
            "name": "RSUD Kelet",
            "region": before["recipient"]["region"],
            "innovators": ["dr. Hendro Saputro", "Sri Rahayu"],
        },
    }
    assert new.payload_hash == hash_of(new.payload)
    assert (new.sequence, new.award, new.state) == (2, misspelt.award, CertificateState.ISSUED)


def test_the_agency_gets_one_mail_about_both(ceremony, misspelt):
    OutgoingMessage.objects.all().delete()

    new = reissue_certificate(misspelt.pk, actor=ceremony.secretary, reason="Salah eja.", words=CORRECTED)

    message = OutgoingMessage.objects.get()
    assert message.kind == "certificate_reissued"
    assert all(text in message.body for text in (new.number, misspelt.number, "Salah eja.", new.public_id))


@pytest.mark.parametrize(
    ("reason", "words", "code"),
    [
        (" ", CORRECTED, "reason_required"),
        ("Salah eja.", CertificateWords("RSUD Kelat", "Sihati", ("Sri Rahayu",)), "unchanged"),
        ("Salah eja.", CertificateWords("RSUD ꦱꦫꦶ", "Sihati", ()), "unprintable"),
        ("Salah eja.", CertificateWords("RSUD Kelet", "panjang " * 400, ()), "too_long"),
    ],
)
def test_what_is_refused_leaves_the_old_one_valid(ceremony, misspelt, reason, words, code):
    with pytest.raises(ValidationError) as error:
        reissue_certificate(misspelt.pk, actor=ceremony.secretary, reason=reason, words=words)

    assert error.value.code == code
    assert list(Certificate.objects.values_list("pk", "state")) == [(misspelt.pk, CertificateState.ISSUED)]


def test_a_second_time_and_an_award_that_is_not_final_are_refused(ceremony, misspelt):
    open_again = ceremony.certificate()
    open_again.award.state = AwardState.PROVISIONAL
    open_again.award.save()
    reissue_certificate(misspelt.pk, actor=ceremony.secretary, reason="Salah eja.", words=CORRECTED)
    codes = []
    for certificate in (misspelt, open_again):
        with pytest.raises(ValidationError) as error:
            reissue_certificate(certificate.pk, actor=ceremony.secretary, reason="Lagi.", words=CORRECTED)
        codes.append(error.value.code)

    assert codes == ["stale", "not_final"]
    assert Certificate.objects.count() == 3


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_only_the_secretariat_reissues(ceremony, misspelt, person, request):
    with pytest.raises(PermissionDenied):
        reissue_certificate(misspelt.pk, actor=request.getfixturevalue(person), reason="Salah eja.", words=CORRECTED)

    assert Certificate.objects.count() == 1


def test_the_registry_offers_what_was_corrected_there(ceremony, misspelt):
    innovation = misspelt.award.submission.innovation
    innovation.agency.name, innovation.title = "RSUD Kelet", "Sihati Sehat"
    innovation.agency.save()
    innovation.save()

    assert words_in_registry(misspelt) == CertificateWords("RSUD Kelet", "Sihati Sehat", ("Sri Rahayu",))


def test_back_office_shows_the_difference_before_it_reissues_exactly_that(client, ceremony, misspelt):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    url = reverse("certificates:reissue", args=[misspelt.pk])
    typed = {
        "recipient": "RSUD Kelet",
        "innovation": "Sihati",
        "innovators": " Sri Rahayu \r\n\r\n",
        "reason": "Salah eja.",
    }

    opened = client.get(url)
    shown = client.post(url, typed)
    agreed = shown.context["form"]["agreed"].value()
    other = client.post(url, {**typed, "recipient": "RSUD Kalet", "agreed": agreed})
    assert Certificate.objects.count() == 1
    done = client.post(url, {**typed, "agreed": agreed})

    new = Certificate.objects.get(state=CertificateState.ISSUED)
    assert opened.context["form"]["recipient"].value() == "RSUD Kelat"
    assert [change.label for change in shown.context["changes"]] == ["Diberikan kepada"]
    assert "<ins>Kelet</ins>" in shown.content.decode()
    assert "<ins>Kalet</ins>" in other.content.decode()
    assert done.url == reverse("certificates:inspect", args=[new.pk])
    assert words_of(new.payload) == CertificateWords("RSUD Kelet", "Sihati", ("Sri Rahayu",))
    pages = [client.get(reverse("certificates:inspect", args=[one.pk])).content.decode() for one in (misspelt, new)]
    assert reverse("certificates:inspect", args=[new.pk]) in pages[0]
    assert reverse("certificates:inspect", args=[misspelt.pk]) in pages[1]


def test_own_list_marks_the_replaced_one_and_links_both_to_their_check(client, ceremony, operator, agency):
    old = ceremony.certificate(agency=agency)
    new = reissue_certificate(old.pk, actor=ceremony.secretary, reason="Salah eja.", words=CORRECTED)
    gone = ceremony.certificate(agency=agency)
    revoke_certificate(gone.pk, actor=ceremony.secretary, reason="Salah nama.")
    client.force_login(operator)

    response = client.get(reverse("judging:certificates-own"))

    page = response.content.decode()
    rows = {certificate.pk: certificate.is_replaced for certificate in response.context["page_obj"]}
    assert rows == {old.pk: True, new.pk: False, gone.pk: False}
    assert page.count("Diganti") == 1
    assert all(reverse("judging:certificate-check", args=[one.public_id]) in page for one in (old, new, gone))
    assert reverse("judging:certificate-file", args=[old.public_id]) not in page


def test_the_catalogue_names_the_awards_of_all_years_with_the_check_of_the_valid_certificate(client, ceremony):
    set_up_site()
    old = ceremony.certificate()
    innovation = old.award.submission.innovation
    last_year = EditionFactory(year=ceremony.edition.year - 1, name="Kompetisi tahun lalu")
    earlier = AwardFactory(
        run__round__edition=last_year,
        submission=VerifiedSubmissionFactory(edition=last_year, innovation=innovation),
    )
    new = reissue_certificate(old.pk, actor=ceremony.secretary, reason="Salah eja.", words=CORRECTED)

    page = client.get(publish_innovation(innovation.pk).url).content.decode()

    assert f"{earlier.level}, Kompetisi tahun lalu" in page
    assert f'href="{reverse("judging:certificate-check", args=[new.public_id])}"' in page
    assert old.public_id not in page
