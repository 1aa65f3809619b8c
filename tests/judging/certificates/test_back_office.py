from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from judging.enums import AwardKind, AwardState, CertificateState, IssueRunState
from judging.models import Certificate, CertificateTemplate, IssueRun
from judging.selectors.certificate_candidates import candidates_without_certificate
from judging.selectors.certificate_contents import hash_of_plan, plan_certificates
from judging.selectors.certificate_samples import Sample, sample_payload
from judging.services.certificates import render_certificate, revoke_certificate
from tests.factories.certificates import emblem_png
from tests.factories.judging import AwardLevelFactory
from tests.factories.submissions import AgencyFactory, EditionFactory, SubmissionFactory


@pytest.fixture
def desk(client, ceremony):
    """The browser of a member of the secretariat."""
    sync_role_groups()
    client.force_login(ceremony.secretary)
    return client


def fields_of(template, **changes) -> dict:
    return {
        "edition": template.edition_id,
        "kind": template.kind,
        "design": template.design,
        "title": template.title,
        "issuer": template.issuer,
        "wording": template.wording,
        "number_pattern": template.number_pattern,
        "first_number": template.first_number,
        "place": template.place,
        "dated_on": "2026-09-09",
        "orientation": template.orientation,
        "language": template.language,
        **signatories_of(template),
        **changes,
    }


def signatories_of(template, *added) -> dict:
    """The rows of the form: those of the template, changed by nothing, and the added ones."""
    known = list(template.signatories.all())
    data = {
        "signatories-TOTAL_FORMS": len(known) + len(added),
        "signatories-INITIAL_FORMS": len(known),
        "signatories-MIN_NUM_FORMS": 1,
        "signatories-MAX_NUM_FORMS": 2,
    }
    rows = [{"id": one.pk, "position": one.position, "name": one.name, "nip": one.nip} for one in known]
    for place, row in enumerate([*rows, *added]):
        data |= {f"signatories-{place}-{name}": value for name, value in ({"ORDER": place + 1} | row).items()}
    return data


def issue_url(edition) -> str:
    return f"{reverse('certificates:issue')}?edition={edition.pk}"


def agreed(edition) -> str:
    return hash_of_plan(plan_certificates(candidates_without_certificate(edition.pk)))


def queries_of(desk, url: str) -> int:
    """Count the queries of a page opened for the second time; the frame around it is other people's."""
    desk.get(url)
    with CaptureQueriesContext(connection) as queries:
        desk.get(url)
    return len(queries)


PAGES = ["certificates:index", "certificates:issue", "certificate_templates:index", "certificate_templates:add"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_secretariat(desk, ceremony, name):
    ceremony.certificate()

    assert desk.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("person", ["operator", "verifier", "judge", "leader"])
def test_pages_are_closed_to_everybody_else(client, ceremony, person, request):
    sync_role_groups()
    ceremony.award()
    certificate = ceremony.certificate()
    client.force_login(request.getfixturevalue(person))

    answers = [client.get(reverse(name)) for name in PAGES]
    answers += [
        client.get(reverse("certificates:inspect", args=[certificate.pk])),
        client.get(reverse("certificate_templates:preview", args=[ceremony.template.pk])),
        client.post(reverse("certificates:revoke", args=[certificate.pk]), {"reason": "Iseng"}),
        client.post(reverse("certificates:replace", args=[certificate.pk])),
        client.post(issue_url(ceremony.edition), {"agreed": agreed(ceremony.edition)}),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert list(Certificate.objects.values_list("pk", "state")) == [(certificate.pk, CertificateState.ISSUED)]


def test_issue_page_shows_who_gets_what_and_issues_exactly_that(desk, ceremony):
    award = ceremony.award(agency=AgencyFactory(name="RSUD Kelet"), version={"title": "Sihati"})
    ceremony.award(state=AwardState.PROVISIONAL, version={"title": "Belum final"})

    page = desk.get(issue_url(ceremony.edition))
    desk.post(issue_url(ceremony.edition), {"agreed": page.context["agreement"].initial["agreed"]})

    year = ceremony.edition.year
    content = page.content.decode()
    assert all(text in content for text in ("RSUD Kelet", "Sihati", f"000.8.3.4/001/{year}"))
    assert "Belum final" not in content
    assert list(Certificate.objects.values_list("award", "number")) == [(award.pk, f"000.8.3.4/001/{year}")]


def test_issuing_something_else_than_was_shown_is_refused(desk, ceremony):
    ceremony.award()
    seen = agreed(ceremony.edition)
    ceremony.award()

    response = desk.post(issue_url(ceremony.edition), {"agreed": seen}, follow=True)

    assert Certificate.objects.count() == 0
    assert "berubah" in response.content.decode()


def test_issue_page_names_each_problem_and_offers_no_button(desk, ceremony):
    ceremony.award(version={"title": "ꦱꦫꦶ"})
    nominee = AwardLevelFactory(edition=ceremony.edition, kind=AwardKind.NOMINEE)
    ceremony.award(level=nominee)

    page = desk.get(issue_url(ceremony.edition))

    content = page.content.decode()
    assert [plan.problem.code for plan in page.context["problems"]] == ["unprintable", "no_template"]
    assert "huruf piagam tidak memiliki" in content
    assert 'name="agreed"' not in content


def test_award_with_a_problem_takes_no_number(desk, ceremony):
    ceremony.award(version={"title": "ꦱꦫꦶ"})
    ceremony.award()

    plans = desk.get(issue_url(ceremony.edition)).context["plans"]

    assert [plan.number for plan in plans] == ["", f"000.8.3.4/001/{ceremony.edition.year}"]


def test_issue_page_shows_progress_and_prints_what_is_missing(desk, ceremony, django_capture_on_commit_callbacks):
    render_certificate(ceremony.certificate().pk)
    unprinted = ceremony.certificate()

    page = desk.get(issue_url(ceremony.edition))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(issue_url(ceremony.edition), {"agreed": page.context["agreement"].initial["agreed"]})

    unprinted.refresh_from_db()
    assert "1 dari 2 berkas tercetak" in page.content.decode()
    assert unprinted.file_sha256


def test_issue_page_query_count_does_not_grow(desk, ceremony):
    ceremony.award()
    one = queries_of(desk, issue_url(ceremony.edition))
    ceremony.award()
    ceremony.award()

    assert queries_of(desk, issue_url(ceremony.edition)) == one


def test_issue_page_without_any_award_says_what_comes_first(desk, db):
    page = desk.get(reverse("certificates:issue"))

    assert "Belum ada edisi yang memiliki penghargaan" in page.content.decode()
    assert desk.post(reverse("certificates:issue"), {"agreed": ""}).status_code == 200


def test_revoking_in_the_back_office(desk, ceremony):
    certificate = ceremony.certificate()
    url = reverse("certificates:revoke", args=[certificate.pk])

    empty = desk.post(url, {"reason": " "})
    response = desk.post(url, {"reason": "Salah nama"})
    again = desk.post(url, {"reason": "Dua kali"})

    certificate.refresh_from_db()
    assert list(empty.context["form"].errors) == ["reason"]
    assert response.url == reverse("certificates:inspect", args=[certificate.pk])
    assert "sudah dicabut sebelumnya" in again.content.decode()
    assert "Dua kali" in again.content.decode()
    assert certificate.revocation_reason == "Salah nama"


def test_replacement_is_issued_from_the_revoked_one(desk, ceremony):
    certificate = ceremony.certificate()
    revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")

    response = desk.post(reverse("certificates:replace", args=[certificate.pk]))

    replacement = Certificate.objects.get(state=CertificateState.ISSUED)
    assert response.url == reverse("certificates:inspect", args=[replacement.pk])
    assert replacement.award_id == certificate.award_id
    assert replacement.number in desk.get(reverse("certificates:inspect", args=[certificate.pk])).content.decode()


def test_certificates_are_neither_edited_nor_deleted_by_hand(desk, ceremony):
    certificate = ceremony.certificate()

    answers = [
        desk.get(reverse("certificates:add")),
        desk.post(reverse("certificates:edit", args=[certificate.pk]), {"number": "1"}),
        desk.post(reverse("certificates:delete", args=[certificate.pk])),
    ]

    certificate.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert certificate.number.startswith("000.8.3.4/001/")


def test_index_query_count_does_not_grow(desk, ceremony):
    ceremony.certificate()
    one = queries_of(desk, reverse("certificates:index"))
    ceremony.certificate()
    ceremony.certificate()

    assert queries_of(desk, reverse("certificates:index")) == one


def test_export_cannot_run_a_formula(desk, ceremony):
    ceremony.certificate(agency=AgencyFactory(name="=HYPERLINK(1)"))

    exported = desk.get(reverse("certificates:index"), {"export": "csv"})

    assert b";'=HYPERLINK(1);" in exported.getvalue()


SCRIPT = b"<script>alert(1)</script>"


def test_template_is_saved_and_previewed_on_the_longest_names(desk, ceremony):
    AgencyFactory(name="Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana")
    edition = EditionFactory()
    data = fields_of(ceremony.template, edition=edition.pk, kind="nominee", design="parang", title="Piagam Nomine")
    data |= {
        "signatories-INITIAL_FORMS": 0,
        "signatories-0-id": "",
        "emblem": SimpleUploadedFile("lambang.png", emblem_png() + SCRIPT, "image/png"),
        "signatories-0-signature": SimpleUploadedFile("tanda-tangan.png", emblem_png() + SCRIPT, "image/png"),
    }

    response = desk.post(reverse("certificate_templates:add"), data)
    template = CertificateTemplate.objects.get(edition=edition)
    preview = desk.get(reverse("certificate_templates:preview", args=[template.pk]))

    assert response.status_code == 302
    assert (template.title, template.dated_on) == ("Piagam Nomine", date(2026, 9, 9))
    assert template.emblem.name.startswith("certificates/emblems/")
    [signatory] = template.signatories.all()
    assert signatory.name == "Nama Penanda Tangan"
    stored = [Path(one.path).read_bytes() for one in (template.emblem, signatory.signature)]
    assert [SCRIPT in content for content in stored] == [False, False]
    assert preview.headers["Content-Type"] == "application/pdf"
    assert preview.content.startswith(b"%PDF-1.7")
    assert Certificate.objects.count() == 0


def test_draft_that_nobody_handed_in_is_not_tried_on_a_template(ceremony):
    SubmissionFactory(innovation__title="Rahasia yang sangat panjang " * 6)

    assert sample_payload(ceremony.template, Sample.LONGEST)["innovation"] == ceremony.edition.name


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"number_pattern": "000.8.3.4/{year}"}, "number_pattern", "Pola harus memuat isian {seq}"),
        ({"number_pattern": "{seq:03}/{tahun}"}, "number_pattern", "Isian {tahun} tidak dikenal"),
        ({"number_pattern": "{seq.__class__}"}, "number_pattern", "Isian {seq.__class__} tidak dikenal"),
        ({"number_pattern": "{seq!r}"}, "number_pattern", "Isian {seq} tidak dikenal"),
        ({"number_pattern": "{seq:999999999}"}, "number_pattern", "Hanya {seq} yang boleh diberi lebar"),
        ({"number_pattern": "{year:9}/{seq}"}, "number_pattern", "Hanya {seq} yang boleh diberi lebar"),
        ({"number_pattern": "{seq"}, "number_pattern", "Ada kurung kurawal yang belum ditutup"),
        ({"wording": "atas {nama}"}, "wording", "Isian {nama} tidak dikenal"),
        ({"wording": "atas {award:999999999}"}, "wording", "Tulis {award} tanpa lebar"),
        ({"wording": "atas ꦱꦫꦶ"}, "wording", "huruf piagam tidak memiliki"),
        ({"first_number": "0"}, "first_number", "1"),
    ],
)
def test_template_that_could_not_be_printed_is_refused_beside_its_field(desk, ceremony, changes, field, message):
    template = ceremony.template

    response = desk.post(reverse("certificate_templates:edit", args=[template.pk]), fields_of(template, **changes))

    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    template.refresh_from_db()
    assert template.number_pattern == "000.8.3.4/{seq:03}/{year}"


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("lambang.png", b"MZ this is a program", "image/png"),
        SimpleUploadedFile("lambang.png", emblem_png()[:200], "image/png"),
        SimpleUploadedFile("lambang.jpg", emblem_png(), "image/jpeg"),
        SimpleUploadedFile("lambang.png", emblem_png() + b"\0" * 1024 * 1024, "image/png"),
    ],
    ids=["program", "damaged", "other name", "too large"],
)
def test_emblem_that_is_not_a_small_png_is_refused(desk, ceremony, upload):
    template = ceremony.template
    upload.seek(0)

    response = desk.post(reverse("certificate_templates:edit", args=[template.pk]), fields_of(template, emblem=upload))

    assert list(response.context["form"].errors) == ["emblem"]
    template.refresh_from_db()
    assert not template.emblem


def test_preview_with_a_lost_emblem_says_so(desk, ceremony):
    CertificateTemplate.objects.filter(pk=ceremony.template.pk).update(emblem="certificates/emblems/hilang.png")

    response = desk.get(reverse("certificate_templates:preview", args=[ceremony.template.pk]))

    assert response.url == reverse("certificate_templates:edit", args=[ceremony.template.pk])


def test_the_page_of_a_certificate_says_how_often_it_was_checked(desk, ceremony):
    certificate = ceremony.certificate()
    inspect = reverse("certificates:inspect", args=[certificate.pk])

    unchecked = desk.get(inspect).content.decode()
    desk.get(reverse("judging:certificate-check", args=[certificate.public_id]))
    desk.get(reverse("judging:certificate-check", args=[certificate.public_id]))
    page = desk.get(inspect)

    assert "Belum ada yang memeriksanya" in unchecked
    assert [(count.way, count.outcome, count.times) for count in page.context["checks"]] == [("page", "valid", 2)]
    assert "Halaman pemeriksaan dibuka" in page.content.decode()


def test_issuing_leads_to_the_run_that_prints(desk, ceremony):
    ceremony.award()

    response = desk.post(issue_url(ceremony.edition), {"agreed": agreed(ceremony.edition)})
    page = desk.get(response.url)
    fragment = desk.get(response.url, headers={"HX-Request": "true"})

    run = IssueRun.objects.get()
    assert response.url == reverse("certificates:run", args=[run.pk])
    assert "dari 1 piagam tercetak" in " ".join(page.content.decode().split())
    assert 'hx-trigger="every 2s"' in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


def test_run_is_stopped_and_goes_on_by_buttons(desk, ceremony, django_capture_on_commit_callbacks):
    ceremony.award()
    desk.post(issue_url(ceremony.edition), {"agreed": agreed(ceremony.edition)})
    run = IssueRun.objects.get()

    desk.post(reverse("certificates:run-cancel", args=[run.pk]))
    stopped = desk.get(reverse("certificates:run", args=[run.pk])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("certificates:run-resume", args=[run.pk]))
    ended = desk.get(reverse("certificates:run", args=[run.pk])).content.decode()

    assert "Lanjutkan pencetakan" in stopped
    assert "hx-trigger" not in stopped
    assert "Lanjutkan pencetakan" not in ended
    assert IssueRun.objects.get().state == IssueRunState.FINISHED


def test_run_without_a_worker_says_so(desk, ceremony):
    ceremony.award()
    desk.post(issue_url(ceremony.edition), {"agreed": agreed(ceremony.edition)})
    IssueRun.objects.update(beat_at=clock.now() - timedelta(minutes=5))

    page = desk.get(reverse("certificates:run", args=[IssueRun.objects.get().pk])).content.decode()

    assert "Sudah dua menit tidak ada kabar" in page
    assert "Lanjutkan pencetakan" in page
