"""Certificates beside the awards: who gets one, what it says, who sees it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import CertificateKind, CertificateState, RoundState, SheetState
from judging.models import Certificate
from judging.selectors.certificate_candidates import candidates_without_certificate
from judging.selectors.certificate_words import CertificateWords, words_in_registry
from judging.selectors.certificates import certificate_before, replacement_of
from judging.services.certificates import (
    issue_certificates,
    reissue_certificate,
    replace_certificate,
    revoke_certificate,
)
from judging.services.revocations import revoke_award
from submissions.enums import SubmissionStatus
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertificateTemplateFactory
from tests.factories.judging import (
    AssignmentFactory,
    PanelistFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
)
from tests.factories.submissions import AgencyFactory, InnovationFactory

TEAM = [{"name": "Sri Rahayu", "role": "Perawat"}, {"name": "Ḥasyim & Rekan", "role": ""}]


def template_for(ceremony, kind: str, **changes):
    wordings = {
        "participant": "atas {innovation} dari {agency} pada {edition}",
        "innovator": "sebagai {role} dalam {innovation} dari {agency}",
        "judge": "sebagai {role} pada {edition}, {year}",
    }
    return CertificateTemplateFactory(
        edition=ceremony.edition, kind=kind, **{"wording": wordings[kind], "first_number": 10} | changes
    )


def judge_with_sheet(ceremony, *, name: str, state=SheetState.SUBMITTED, is_chair=False):
    panelist = PanelistFactory(
        round=ceremony.run.round, judge=UserFactory(name=name, roles=[Role.JUDGE]), is_chair=is_chair
    )
    assignment = AssignmentFactory(
        round=ceremony.run.round,
        panelist=panelist,
        cleared_at=clock.now(),
        version=ceremony.award().submission.versions.get(),
    )
    ScoreSheetFactory(assignment=assignment, state=state)
    return panelist.judge


def issue(ceremony, kind: str) -> list[Certificate]:
    return issue_certificates(ceremony.edition.pk, actor=ceremony.secretary, kinds=[kind])


def said(certificate: Certificate) -> tuple[str, str, str, str]:
    payload = certificate.payload
    return payload["recipient"]["name"], payload["award"], payload["innovation"], payload["wording"]


def test_each_verified_submission_of_the_edition_takes_part(ceremony):
    template_for(ceremony, "participant")
    agency = AgencyFactory(name="RSUD Kelet")
    submission = VerifiedSubmissionFactory(
        edition=ceremony.edition, innovation=InnovationFactory(agency=agency), version__title="Sihati"
    )
    VerifiedSubmissionFactory()
    VerifiedSubmissionFactory(edition=ceremony.edition, status=SubmissionStatus.REJECTED)

    [certificate] = issue(ceremony, "participant")

    assert (certificate.subject, certificate.submission, certificate.award) == (
        f"participant:{submission.pk}",
        submission,
        None,
    )
    assert said(certificate) == (
        "RSUD Kelet",
        "Peserta",
        "Sihati",
        f"atas Sihati dari RSUD Kelet pada {ceremony.edition.name}",
    )


def test_each_innovator_of_an_awarded_submission_gets_one_by_name(ceremony):
    template_for(ceremony, "innovator")
    award = ceremony.award(agency=AgencyFactory(name="RSUD Kelet"), version={"title": "Sihati", "innovators": TEAM})
    VerifiedSubmissionFactory(edition=ceremony.edition)

    first, second = issue(ceremony, "innovator")

    assert [first.subject, second.subject] == [f"innovator:{award.submission_id}:{n}" for n in (1, 2)]
    assert said(first) == ("Sri Rahayu", "Inovator", "Sihati", "sebagai Perawat dalam Sihati dari RSUD Kelet")
    assert said(second) == ("Ḥasyim & Rekan", "Inovator", "Sihati", "sebagai Inovator dalam Sihati dari RSUD Kelet")
    assert first.payload["recipient"]["region"] == "RSUD Kelet"


def test_innovators_of_all_verified_submissions_when_the_template_says_so(ceremony):
    template_for(ceremony, "innovator", covers_all_innovators=True)
    award = ceremony.award()
    other = VerifiedSubmissionFactory(edition=ceremony.edition)

    issued = issue(ceremony, "innovator")

    assert [certificate.submission for certificate in issued] == [award.submission, other]
    assert [certificate.award for certificate in issued] == [None, None]


def test_certificates_of_innovators_fall_with_the_award_they_depend_on(ceremony):
    template_for(ceremony, "innovator")
    award = ceremony.award()
    [certificate] = issue(ceremony, "innovator")

    revoke_award(award.pk, actor=ceremony.secretary, reason="Data palsu")

    certificate.refresh_from_db()
    assert (certificate.state, certificate.revocation_reason) == (CertificateState.REVOKED, "Data palsu")
    with pytest.raises(ValidationError) as error:
        replace_certificate(certificate.pk, actor=ceremony.secretary)
    assert error.value.code == "not_entitled"


def test_each_judge_with_a_sheet_in_a_sealed_round_gets_one_and_a_mail(ceremony):
    template_for(ceremony, "judge")
    chair = judge_with_sheet(ceremony, name="Bambang", is_chair=True)
    judge = judge_with_sheet(ceremony, name="Citra")
    judge_with_sheet(ceremony, name="Belum menyerahkan", state=SheetState.DRAFT)

    issued = issue(ceremony, "judge")

    edition = ceremony.edition
    assert [said(certificate) for certificate in issued] == [
        ("Bambang", "Ketua Tim Juri", "", f"sebagai Ketua Tim Juri pada {edition.name}, {edition.year}"),
        ("Citra", "Juri", "", f"sebagai Juri pada {edition.name}, {edition.year}"),
    ]
    mails = OutgoingMessage.objects.filter(kind="certificate_issued").order_by("pk")
    assert [mail.recipient for mail in mails] == [chair, judge]
    assert f"Juri, {edition.name}. Terima kasih" in mails[1].body
    assert reverse("judging:certificates-of-judge") in mails[1].body


@pytest.mark.parametrize("state", [RoundState.PREPARATION, RoundState.OPEN])
def test_judges_wait_for_the_seal(ceremony, state):
    template_for(ceremony, "judge")
    judge_with_sheet(ceremony, name="Citra")
    ceremony.run.round.state = state
    ceremony.run.round.save()

    assert issue(ceremony, "judge") == []


def test_kinds_without_a_template_are_left_out(ceremony):
    award = ceremony.award()
    judge_with_sheet(ceremony, name="Citra")

    subjects = [candidate.subject for candidate in candidates_without_certificate(ceremony.edition.pk)]

    assert subjects[0] == f"award:{award.pk}"
    assert {subject.partition(":")[0] for subject in subjects} == {"award"}


def test_numbers_go_from_the_awards_to_the_judges_in_one_series(ceremony):
    for kind in ("participant", "innovator", "judge"):
        template_for(ceremony, kind, first_number=1)
    judge_with_sheet(ceremony, name="Citra")

    issued = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary)

    assert [(certificate.kind, certificate.sequence) for certificate in issued] == [
        (CertificateKind.WINNER, 1),
        (CertificateKind.PARTICIPANT, 2),
        (CertificateKind.INNOVATOR, 3),
        (CertificateKind.JUDGE, 4),
    ]
    assert issue_certificates(ceremony.edition.pk, actor=ceremony.secretary) == []


def test_ticked_ones_only_are_issued(ceremony):
    awards = [ceremony.award() for _ in range(3)]

    issued = issue_certificates(ceremony.edition.pk, actor=ceremony.secretary, subjects=[f"award:{awards[1].pk}"])

    assert [certificate.award for certificate in issued] == [awards[1]]


def test_revoked_certificate_of_a_participant_is_replaced_once(ceremony):
    template_for(ceremony, "participant")
    VerifiedSubmissionFactory(edition=ceremony.edition)
    [certificate] = issue(ceremony, "participant")
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")

    replacement = replace_certificate(certificate.pk, actor=ceremony.secretary)

    assert replace_certificate(certificate.pk, actor=ceremony.secretary) == replacement
    assert (replacement.subject, replacement.sequence) == (certificate.subject, certificate.sequence + 1)
    assert issue(ceremony, "participant") == []


def test_database_keeps_one_valid_certificate_per_subject(ceremony):
    certificate = ceremony.certificate()

    certificate.pk, certificate.public_id, certificate.number = None, "23456789ABCD", "lain"
    certificate.sequence += 1
    with pytest.raises(IntegrityError, match=r"one_valid_certificate_per_subject|certificate\.subject"):
        certificate.save(force_insert=True)


@pytest.mark.parametrize(
    ("kind", "field"),
    [("participant", "award"), ("participant", "role"), ("innovator", "award"), ("judge", "innovation")],
)
def test_wording_with_a_field_of_another_kind_is_refused(ceremony, kind, field):
    template = template_for(ceremony, kind)
    template.wording = f"atas {{{field}}}"

    with pytest.raises(ValidationError) as error:
        template.full_clean()

    assert list(error.value.error_dict) == ["wording"]
    assert error.value.error_dict["wording"][0].params["field"] == field
    assert "{edition}" in error.value.error_dict["wording"][0].params["known"]


def test_judge_sees_and_opens_the_own_certificate_and_no_other(client, ceremony):
    sync_role_groups()
    template_for(ceremony, "judge")
    judge = judge_with_sheet(ceremony, name="Citra")
    judge_with_sheet(ceremony, name="Dewi")
    own, other = issue(ceremony, "judge")
    client.force_login(judge)

    page = client.get(reverse("judging:certificates-of-judge"))
    files = [client.get(reverse("judging:certificate-file", args=[one.public_id])) for one in (own, other)]

    assert list(page.context["page_obj"]) == [own]
    assert [answer.status_code for answer in files] == [200, 404]
    assert b"".join(files[0].streaming_content).startswith(b"%PDF")


def test_ticked_rows_are_shown_with_their_own_numbers_before_they_are_issued(client, ceremony):
    sync_role_groups()
    client.force_login(ceremony.secretary)
    ceremony.award()
    wanted = ceremony.award()
    url = f"{reverse('certificates:issue')}?edition={ceremony.edition.pk}"
    ticked = {"subjects": [f"award:{wanted.pk}"]}
    all_agreed = client.get(url).context["agreement"].initial["agreed"]

    answers = [client.post(url, ticked), client.post(url, ticked | {"agreed": all_agreed})]

    assert Certificate.objects.count() == 0
    for answer in answers:
        assert [(p.candidate.award, p.sequence) for p in answer.context["plans"]] == [(wanted, 1)]
    agreed = answers[0].context["agreement"].initial["agreed"]
    client.post(url, ticked | {"agreed": agreed})
    assert list(Certificate.objects.values_list("award", "sequence")) == [(wanted.pk, 1)]


def test_migration_names_the_award_of_older_certificates(ceremony):
    migration = import_module("judging.migrations.0015_certificates_name_their_award")
    certificate = ceremony.certificate()
    Certificate.objects.update(subject="", kind="winner")

    migration.name_the_award(apps, None)
    migration.keep_awards_only(apps, None)

    certificate.refresh_from_db()
    assert (certificate.subject, certificate.kind, certificate.edition, certificate.submission) == (
        f"award:{certificate.award_id}",
        "winner",
        ceremony.edition,
        certificate.award.submission,
    )


def test_migration_refuses_to_lose_other_certificates(ceremony):
    migration = import_module("judging.migrations.0015_certificates_name_their_award")
    template_for(ceremony, "participant")
    VerifiedSubmissionFactory(edition=ceremony.edition)
    issue(ceremony, "participant")

    with pytest.raises(RuntimeError):
        migration.keep_awards_only(apps, None)


def test_a_misspelt_judge_is_corrected_and_leads_to_both(ceremony, client):
    sync_role_groups()
    client.force_login(UserFactory(roles=[Role.SECRETARIAT]))
    template_for(ceremony, "judge")
    judge = judge_with_sheet(ceremony, name="Siti Rahayoe")
    [certificate] = issue(ceremony, "judge")
    judge.name = "Siti Rahayu"
    judge.save()
    address = reverse("certificates:reissue", args=[certificate.pk])
    typed = {"recipient": "Siti Rahayu", "reason": "Salah eja."}

    shown = client.post(address, typed)
    assert list(shown.context["form"].fields) == ["recipient", "reason", "agreed"]
    client.post(address, typed | {"agreed": shown.context["form"].data["agreed"]})

    new = Certificate.objects.get(state=CertificateState.ISSUED)
    certificate.refresh_from_db()
    assert (words_in_registry(certificate).recipient, said(new)[0], new.judge) == ("Siti Rahayu", "Siti Rahayu", judge)
    assert (replacement_of(certificate), certificate_before(new)) == (new, certificate)


def test_a_misspelt_innovator_is_corrected(ceremony):
    template_for(ceremony, "innovator", covers_all_innovators=True)
    submission = VerifiedSubmissionFactory(edition=ceremony.edition, version__innovators=TEAM)
    first, second = issue(ceremony, "innovator")
    words = CertificateWords("Hasyim dan Rekan", second.payload["innovation"], ())

    new = reissue_certificate(second.pk, actor=ceremony.secretary, reason="Salah eja.", words=words)

    assert (new.subject, said(new)[0]) == (f"innovator:{submission.pk}:2", "Hasyim dan Rekan")
    assert set(Certificate.objects.filter(state=CertificateState.ISSUED)) == {first, new}
