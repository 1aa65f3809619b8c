from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from submissions.enums import EditionState, MembershipRole, StageKind
from submissions.forms.steps import OPENED_SALT, sign_opened
from submissions.models import Membership, Submission
from submissions.selectors.deadlines import submission_deadline
from submissions.services.drafts import save_answer
from submissions.services.submissions import change_status
from tests.factories.accounts import UserFactory
from tests.factories.submissions import (
    AgencyFactory,
    EditionFactory,
    InnovationFactory,
    LinkFactory,
    MembershipFactory,
    ObligationFactory,
    ReadySubmissionFactory,
    RecognitionFactory,
    SubmissionFactory,
    handed_in,
)


@pytest.fixture
def ready(agency):
    return ReadySubmissionFactory(innovation=InnovationFactory(agency=agency, title="Kasa Berbuntut"))


@pytest.fixture
def desk(agency):
    return reverse("submissions:dashboard", args=[agency.pk])


def review_url(submission):
    return reverse("submissions:submission-review", args=[submission.pk])


def detail_url(submission):
    return reverse("submissions:submission-detail", args=[submission.pk])


def submit_data(submission, user):
    declarations = list(submission.edition.declarations.values_list("pk", flat=True))
    return {"opened_at": sign_opened(submission, user), "declarations": declarations}


# The desk


def test_home_leads_to_the_own_agency(client, agency, operator, desk):
    client.force_login(operator)

    assert client.get(reverse("submissions:agency-home")).url == desk


def test_desk_is_for_members_of_that_agency(client, agency, desk, judge):
    outsider = MembershipFactory().user
    statuses = []
    for user in (judge, outsider):
        client.force_login(user)
        statuses.append(client.get(desk).status_code)

    assert statuses == [403, 404]


def test_person_of_two_agencies_finds_the_other_one(client, agency, operator, desk):
    other = MembershipFactory(user=operator).agency
    client.force_login(operator)

    page = client.get(desk).content.decode()

    assert reverse("submissions:dashboard", args=[other.pk]) in page


@pytest.mark.parametrize(
    ("state", "opens_in", "title"),
    [
        (None, 0, "Belum ada edisi"),
        (EditionState.PREPARATION, 3, "Edisi 2031 belum dibuka"),
        (EditionState.OPEN, -3, "Mulai usulan tahun ini"),
        (EditionState.OPEN, -30, "Pendaftaran sudah ditutup"),
        (EditionState.FINISHED, -30, "Edisi 2031 sudah selesai"),
    ],
)
def test_desk_without_a_submission_says_what_comes(client, operator, desk, state, opens_in, title):
    if state:
        opens_at = clock.now() + timedelta(days=opens_in)
        stages = {StageKind.REGISTRATION: (opens_at, opens_at + timedelta(days=10))}
        EditionFactory(year=2031, state=state, stages=stages)
    client.force_login(operator)

    dashboard = client.get(desk).context["dashboard"]

    assert dashboard.next_step.title == title
    assert bool(dashboard.next_step.url) == (title == "Mulai usulan tahun ini")


def test_exempt_agency_is_told_why(client, agency, operator, desk):
    ObligationFactory(edition=EditionFactory(), agency=agency, is_exempt=True, exemption_reason="Baru dibentuk")
    client.force_login(operator)

    step = client.get(desk).context["dashboard"].next_step

    assert step.title == "OPD Anda dikecualikan tahun ini"
    assert "Baru dibentuk" in step.text


@pytest.mark.parametrize(
    ("way", "operator_title", "approver_title"),
    [
        ([], "Minta persetujuan", "Baca dan ajukan"),
        (["request_approval"], "Penanggung jawab sedang membaca", "Baca dan ajukan"),
        (["submit"], *["Sekretariat sedang memeriksa usulan Anda"] * 2),
        (["submit", "return"], *["Perbaiki usulan"] * 2),
        (["submit", "return", "write"], "Minta persetujuan", "Baca dan ajukan"),
        (["submit", "verify"], *["Terverifikasi, diteruskan kepada juri"] * 2),
        (["submit", "reject"], *["Usulan ditolak"] * 2),
        (["withdraw"], *["Usulan ditarik"] * 2),
    ],
)
def test_next_step_is_the_one_of_the_state_and_the_person(
    client, ready, operator, approver, verifier, desk, way, operator_title, approver_title
):
    for action in way:
        if action == "write":
            section = ready.edition.sections.first()
            save_answer(ready.pk, section.pk, actor=operator, revision=1, text="Sudah diperbaiki.")
        else:
            actor = verifier if action in {"return", "verify", "reject"} else approver
            change_status(ready.pk, action, actor=actor, comment="Sebab.")
    titles = []
    for user in (operator, approver):
        client.force_login(user)
        titles.append(client.get(desk).context["dashboard"].next_step.title)

    assert titles == [operator_title, approver_title]


def test_dashboard_opens_with_what_waits_for_this_person(client, ready, operator, approver, desk):
    waiting = ReadySubmissionFactory(
        edition=ready.edition, innovation=InnovationFactory(agency=ready.innovation.agency, title="Kasa Kedua")
    )
    change_status(waiting.pk, "request_approval", actor=operator)
    shown = []
    for user in (operator, approver):
        client.force_login(user)
        shown.append(client.get(desk).context["dashboard"].submission)

    assert shown == [ready, waiting]


def test_next_step_names_what_is_missing_and_leads_there(client, ready, operator, desk):
    answer = ready.answers.get(section__code="signifikansi")
    save_answer(ready.pk, answer.section_id, actor=operator, revision=1, text="")
    client.force_login(operator)

    step = client.get(desk).context["dashboard"].next_step

    section_page = reverse("submissions:section-edit", args=[ready.pk, answer.section_id])
    assert (step.title, step.text) == ("1 hal belum lengkap", "Signifikansi belum ditulis.")
    assert step.url == f"{section_page}#answer"


def test_late_draft_is_told_so_and_kept(client, ready, operator, desk):
    client.force_login(operator)

    with clock.at(submission_deadline(ready) + timedelta(seconds=1)):
        dashboard = client.get(desk).context["dashboard"]
        is_open = dashboard.is_open

    assert (dashboard.next_step.title, is_open) == ("Batas waktu sudah lewat", False)


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_query_count_is_constant(client, agency, operator, desk, count, django_assert_num_queries):
    edition = EditionFactory(sections=[f"aspek-{n}" for n in range(count)])
    for _number in range(count):
        innovation = InnovationFactory(agency=agency)
        RecognitionFactory(innovation=innovation)
        SubmissionFactory(edition=edition, innovation=innovation)
        MembershipFactory(agency=agency)
    client.force_login(operator)

    with django_assert_num_queries(28):
        dashboard = client.get(desk).context["dashboard"]
    assert len(dashboard.submissions) == len(dashboard.recognised) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("submission-list", 10), ("innovation-list", 10), ("member-list", 10)])
def test_list_query_count_is_constant(client, agency, operator, name, queries, count, django_assert_num_queries):
    for _number in range(count):
        innovation = InnovationFactory(agency=agency, source=InnovationFactory(), lineage="replication")
        RecognitionFactory(innovation=innovation)
        SubmissionFactory(innovation=innovation)
        MembershipFactory(agency=agency)
    SubmissionFactory()
    client.force_login(operator)

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"submissions:{name}", args=[agency.pk]))

    rows = {"submission-list": "submissions", "innovation-list": "innovations", "member-list": "members"}[name]
    assert len(response.context[rows]) == count + (name == "member-list")


# Review and submit


def test_approver_declares_and_submits_on_one_page(client, ready, approver):
    ready.consents.all().delete()
    client.force_login(approver)

    response = client.post(review_url(ready), submit_data(ready, approver))

    ready.refresh_from_db()
    assert (response.status_code, response.url) == (302, detail_url(ready))
    assert (ready.status, ready.versions.count()) == ("submitted", 1)
    assert ready.consents.get().accepted_by == approver


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("method", "queries"), [("get", 30), ("post", 44)])
def test_review_query_count_is_constant(client, agency, approver, method, queries, count, django_assert_num_queries):
    codes = [f"aspek-{n}" for n in range(count)]
    edition = EditionFactory(sections=codes, declarations=codes)
    ready = ReadySubmissionFactory(edition=edition, innovation=InnovationFactory(agency=agency))
    ready.consents.all().delete()
    LinkFactory.create_batch(count, submission=ready)
    for _other in range(count):
        handed_in(edition)
    client.force_login(approver)

    with django_assert_num_queries(queries):
        response = getattr(client, method)(review_url(ready), submit_data(ready, approver))
    assert response.status_code == {"get": 200, "post": 302}[method]


def test_double_click_on_submit_gives_one_number_one_version_one_mail(client, ready, approver):
    client.force_login(approver)
    data = submit_data(ready, approver)

    pages = [client.post(review_url(ready), data, follow=True) for _click in range(2)]

    number = Submission.objects.get().registration_number
    assert all(number in page.content.decode() for page in pages)
    assert ready.versions.count() == 1
    assert OutgoingMessage.objects.filter(kind="submission_submit").count() == 1


def test_missing_declaration_is_named_beside_it_and_nothing_is_sent(client, ready, approver):
    client.force_login(approver)

    response = client.post(review_url(ready), {"opened_at": sign_opened(ready, approver)})

    assert list(response.context["form"].errors) == ["declarations"]
    assert Submission.objects.get().status == "draft"


def test_review_links_every_problem_to_its_place(client, ready, approver):
    ready.answers.all().delete()
    ready.innovation.started_on = None
    ready.innovation.save()
    client.force_login(approver)

    problems = client.get(review_url(ready)).context["problems"]
    refused = client.post(review_url(ready), submit_data(ready, approver))

    first, second = ready.edition.sections.values_list("pk", flat=True)
    assert [url for _problem, url in problems] == [
        reverse("submissions:facts-edit", args=[ready.pk]),
        reverse("submissions:section-edit", args=[ready.pk, first]) + "#answer",
        reverse("submissions:section-edit", args=[ready.pk, second]) + "#answer",
    ]
    assert len(refused.context["form"].non_field_errors()) == 3


def test_review_leads_to_every_part_while_it_can_be_changed(client, ready, operator, approver):
    client.force_login(approver)
    sections = [reverse("submissions:section-edit", args=[ready.pk, one.pk]) for one in ready.edition.sections.all()]
    parts = [reverse(f"submissions:{name}", args=[ready.pk]) for name in ("facts-edit", "innovators-edit")]

    page = client.get(review_url(ready)).content.decode()
    change_status(ready.pk, "request_approval", actor=operator)
    waiting = client.get(review_url(ready)).content.decode()

    assert all(f'<a href="{url}">Ubah' in page for url in (*sections, *parts))
    assert not any(f'<a href="{url}">Ubah' in waiting for url in (*sections, *parts))


def test_operator_cannot_submit_and_asks_for_approval_instead(client, ready, operator, approver):
    client.force_login(operator)

    forced = client.post(review_url(ready), submit_data(ready, operator))
    asked = client.post(detail_url(ready), {"action": "request_approval"})

    ready.refresh_from_db()
    assert (forced.status_code, asked.status_code) == (403, 302)
    assert ready.status == "awaiting_approval"
    assert [mail.recipient for mail in OutgoingMessage.objects.all()] == [approver]


def test_submit_inside_the_grace_period_with_a_form_opened_before(client, ready, approver):
    client.force_login(approver)
    deadline = submission_deadline(ready)
    with clock.at(deadline - timedelta(minutes=5)):
        page = client.get(review_url(ready))
        data = {**submit_data(ready, approver), "opened_at": page.context["form"]["opened_at"].value()}

    with clock.at(deadline + timedelta(minutes=10)):
        client.post(review_url(ready), data)

    ready.refresh_from_db()
    assert ready.status == "submitted"


def forged(submission, user):
    value = {"submission": submission.pk, "user": user.pk, "at": clock.now().isoformat()}
    return signing.dumps(value, salt=OPENED_SALT, key="bukan kunci portal")


def of_another_person(submission, user):
    return sign_opened(submission, UserFactory())


def of_another_submission(submission, user):
    return sign_opened(SubmissionFactory(), user)


def long_expired(submission, user):
    with clock.at(clock.now() - timedelta(hours=13)):
        return sign_opened(submission, user)


@pytest.mark.parametrize(
    "make_opened_at", [forged, of_another_person, of_another_submission, long_expired, lambda *_: "omong kosong"]
)
def test_late_submit_without_a_true_opening_is_refused_and_the_draft_kept(client, ready, approver, make_opened_at):
    client.force_login(approver)
    deadline = submission_deadline(ready)
    with clock.at(deadline - timedelta(minutes=1)):
        data = {**submit_data(ready, approver), "opened_at": make_opened_at(ready, approver)}

    with clock.at(deadline + timedelta(seconds=1)):
        response = client.post(review_url(ready), data)

    assert response.context["form"].non_field_errors() == [
        "Batas waktu sudah lewat. Usulan tidak terkirim, draf Anda tetap tersimpan."
    ]
    ready.refresh_from_db()
    assert (ready.status, ready.answers.count()) == ("draft", 2)


# Where it stands


def test_withdrawing_without_a_reason_is_named_beside_the_field(client, ready, approver):
    client.force_login(approver)

    response = client.post(detail_url(ready), {"action": "withdraw", "comment": " "})

    assert dict(response.context["form"].errors) == {"comment": ["Tuliskan alasannya."]}
    assert Submission.objects.get().status == "draft"


def test_step_of_the_secretariat_is_refused_here(client, ready, approver):
    change_status(ready.pk, "submit", actor=approver)
    client.force_login(approver)

    response = client.post(detail_url(ready), {"action": "verify", "comment": ""})

    assert response.status_code == 403
    assert Submission.objects.get().status == "submitted"


def test_returned_submission_shows_reason_deadline_and_history(client, ready, operator, approver, verifier):
    change_status(ready.pk, "submit", actor=approver)
    change_status(ready.pk, "return", actor=verifier, comment="Laporan belum bertanda tangan.")
    client.force_login(operator)

    context = client.get(detail_url(ready)).context

    assert context["reasons"].comment == "Laporan belum bertanda tangan."
    assert context["deadline"] == submission_deadline(Submission.objects.get())
    assert [(event.actor, event.told) for event in context["events"]] == [
        (verifier, "mengembalikan usulan untuk diperbaiki"),
        (approver, "menyetujui dan mengajukan usulan"),
    ]


def test_version_stays_what_was_submitted_whatever_the_draft_becomes(client, ready, operator, approver, verifier):
    change_status(ready.pk, "submit", actor=approver)
    change_status(ready.pk, "return", actor=verifier, comment="Perbaiki.")
    section = ready.edition.sections.first()
    save_answer(ready.pk, section.pk, actor=operator, revision=1, text="Naskah sesudah dikembalikan.")
    client.force_login(operator)

    page = client.get(reverse("submissions:version-detail", args=[ready.pk, 1]))

    assert "Antrean turun dari 90 menjadi 20 menit." in page.content.decode()
    assert "Naskah sesudah dikembalikan." not in page.content.decode()
    assert client.get(reverse("submissions:version-detail", args=[ready.pk, 2])).status_code == 404


# Members


def test_approver_invites_and_removes_a_member(client, agency, approver):
    client.force_login(approver)
    url = reverse("submissions:member-list", args=[agency.pk])

    client.post(url, {"name": "Sri Lestari", "email": "sri@example.id", "role": "operator"})
    invited = Membership.objects.get(user__email="sri@example.id")
    client.post(reverse("submissions:member-remove", args=[agency.pk, invited.pk]))

    assert (invited.agency, invited.role) == (agency, MembershipRole.OPERATOR)
    assert list(agency.memberships.values_list("user", flat=True)) == [approver.pk]


def test_operator_neither_invites_nor_removes(client, agency, operator, approver):
    client.force_login(operator)
    url = reverse("submissions:member-list", args=[agency.pk])

    invited = client.post(url, {"name": "Teman", "email": "teman@example.id", "role": "approver"})
    removed = client.post(
        reverse("submissions:member-remove", args=[agency.pk, agency.memberships.get(user=approver).pk])
    )

    assert (invited.status_code, removed.status_code) == (403, 403)
    assert agency.memberships.count() == 2


def test_member_of_another_agency_cannot_be_removed_from_here(client, agency, approver):
    foreign = MembershipFactory(agency=AgencyFactory())
    client.force_login(approver)

    response = client.post(reverse("submissions:member-remove", args=[agency.pk, foreign.pk]))

    assert response.status_code == 404
    assert Membership.objects.filter(pk=foreign.pk).exists()


def test_only_person_in_charge_stays_with_a_reason(client, agency, approver):
    client.force_login(approver)

    response = client.post(
        reverse("submissions:member-remove", args=[agency.pk, agency.memberships.get().pk]), follow=True
    )

    assert len(response.context["messages"]) == 1
    assert agency.memberships.count() == 1


@pytest.mark.parametrize("name", ["submission-list", "innovation-list", "member-list", "dashboard"])
def test_pages_of_an_agency_show_nothing_of_it_to_others(client, agency, ready, name):
    LinkFactory(submission=ready)
    client.force_login(MembershipFactory().user)

    response = client.get(reverse(f"submissions:{name}", args=[agency.pk]))

    assert response.status_code == 404
    assert b"Kasa Berbuntut" not in response.content
