"""One year from the secretariat's first screen to the public catalogue, role by role, through the real pages."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.models import Award, Round, Rubric
from submissions.enums import MembershipRole
from submissions.imports import AGENCIES
from submissions.models import Agency, Edition, Submission
from submissions.services.registry_import import import_agencies
from tests.browser.year import agency as desk
from tests.browser.year import jury, office
from tests.browser.year.album import DESK, PHONE, Album
from tests.factories.accounts import UserFactory
from tests.factories.submissions import MembershipFactory


@pytest.fixture
def album(tmp_path):
    return Album(tmp_path)


@pytest.fixture
def agency(db):
    """A hospital among all agencies of the real list, on a portal that has its first pages."""
    set_up_site()
    import_agencies(AGENCIES.check(AGENCIES.read(settings.BASE_DIR / "submissions" / "data" / "agencies.csv")))
    return Agency.objects.get(code="RSUD-MARGONO")


@pytest.fixture
def people(agency):
    """Everybody who has a part in the year, by role."""

    def person(name, *roles):
        return UserFactory(name=name, email=f"{name.split()[0].lower()}@example.id", roles=roles)

    return SimpleNamespace(
        secretary=person("Endah Prasetyo", Role.SECRETARIAT),
        verifier=person("Wahyu Nugroho", Role.VERIFIER),
        operator=MembershipFactory(agency=agency, user=person("Sri Lestari")).user,
        approver=MembershipFactory(agency=agency, role=MembershipRole.APPROVER, user=person("Bambang Hartono")).user,
        chair=person("Retno Wulandari", Role.JUDGE),
        judge=person("Agus Salim", Role.JUDGE),
        leader=person("Yoga Pratama", Role.LEADERSHIP),
    )


def prepare(page_of, people, agency, album):
    page = page_of(people.secretary)
    office.create_edition(page, clock.today().year)
    album.keep(page, "edisi")
    page.get_by_label("Juri per usulan").fill("2")
    office.set_stages(page, office.WHILE_WRITING)
    album.keep(page, "tahapan")
    office.save(page)


def prepare_judging(page_of, people, agency, album):
    page, edition = page_of(people.secretary), Edition.objects.get()
    office.write_rubric(page)
    album.keep(page, "rubrik")
    office.save(page)
    office.plan_round(page, edition, Rubric.objects.get())
    office.add_award_level(page, edition, name="Terbaik I", kind="winner", order=1)
    office.add_award_level(page, edition, name="Nomine", kind="nominee", order=2)
    album.keep(page, "jenjang-penghargaan")
    for kind, design in (("winner", "gunungan"), ("nominee", "parang")):
        office.write_certificate_template(page, edition, kind=kind, design=design)
        album.keep(page, f"templat-piagam-{kind}")
        office.save(page)
    office.take_step(page, reverse("editions:open", args=[edition.pk]), "Buka edisi")
    album.keep(page, "edisi-dibuka")
    assert edition.obligations.count() == Agency.objects.filter(is_obliged=True).count()


def write(page_of, people, agency, album):
    desk.write_draft(page_of(people.operator), album)
    assert Submission.objects.get().status == "awaiting_approval"


def submit(page_of, people, agency, album):
    desk.approve_and_submit(page_of(people.approver), album)
    assert Submission.objects.get().registration_number == f"INV-{clock.today().year}-0001"


def verify(page_of, people, agency, album):
    page = page_of(people.verifier)
    page.goto(reverse("verification:index"))
    album.keep(page, "antrean-verifikasi")
    page.get_by_role("link", name=desk.TITLE).click()
    album.keep(page, "verifikasi")
    page.get_by_role("button", name="Luluskan").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert Submission.objects.get().status == "verified"


def judge(page_of, people, agency, album):
    page, round_ = page_of(people.secretary), Round.objects.get()
    office.seat_judge(page, round_, people.chair, is_chair=True)
    office.seat_judge(page, round_, people.judge)
    office.take_step(page, reverse("rounds:open", args=[round_.pk]), "Buka babak")
    page.goto(reverse("rounds:assign", args=[round_.pk]))
    album.keep(page, "penugasan")
    page.get_by_role("button", name="Tugaskan seperti ditampilkan").click()
    expect(page.locator(".messages .success")).to_be_visible()
    album.keep(page, "babak")
    jury.judge_entry(page_of(people.chair), album, score=5)
    jury.judge_entry(page_of(people.judge), album, score=4)


def seal(page_of, people, agency, album):
    jury.seal_result(page_of(people.chair), Round.objects.get(), album)


def decide(page_of, people, agency, album):
    page, edition = page_of(people.secretary), Edition.objects.get()
    office.take_step(page, reverse("awards:announce", args=[edition.pk]), "Umumkan penghargaan")
    album.keep(page, "penghargaan-diumumkan")
    page.goto(reverse("editions:edit", args=[edition.pk]))
    office.set_stages(page, office.AFTER_OBJECTIONS)
    office.save(page)
    office.take_step(page, reverse("awards:finalise", args=[edition.pk]), "Jadikan penghargaan final")
    page.goto(reverse("certificates:issue"))
    album.keep(page, "piagam-sebelum-terbit")
    page.get_by_role("button", name="Terbitkan 2 piagam").click()  # prints both
    expect(page.get_by_text("2 piagam diterbitkan.")).to_be_visible()
    page.goto(reverse("certificates:index"))
    album.keep(page, "piagam-terbit")
    assert list(Award.objects.values_list("level__name", "state")) == [("Terbaik I", "final"), ("Nomine", "final")]


def honour(page_of, people, agency, album):
    """The agency fetches its certificates; the code printed on each leads whoever holds it to the check page."""
    files, visitor = desk.fetch_certificates(page_of(people.approver), agency, album), page_of()
    assert len(files) == 2
    for pdf in files:
        with pypdfium2.PdfDocument(pdf) as document:
            picture = document[0].render(scale=150 / 72).to_pil()
        album.keep_picture(picture, "piagam")
        [code] = zxingcpp.read_barcodes(picture)
        visitor.goto(urlsplit(code.text).path)
        expect(visitor.get_by_role("heading", level=1)).to_have_text("Piagam ini sah")
        expect(visitor.get_by_text(agency.name).first).to_be_visible()
    album.keep(visitor, "piagam-sah", widths=(DESK, PHONE))


def look(page_of, people, agency, album):
    year = str(clock.today().year)
    visitor = page_of()
    visitor.goto("/")
    album.keep(visitor, "beranda", widths=(DESK, PHONE))
    visitor.get_by_role("searchbox").first.fill("kasa operasi")
    visitor.get_by_role("button", name="Cari").first.click()
    album.keep(visitor, "pencarian", widths=(DESK, PHONE))
    visitor.get_by_role("link", name=desk.TITLE).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(desk.TITLE)
    expect(visitor.locator("main")).to_contain_text("Terbaik I")
    expect(visitor.locator("main")).to_contain_text(year)
    album.keep(visitor, "inovasi", widths=(DESK, PHONE))

    leader = page_of(people.leader)
    leader.goto(reverse("submissions:monitoring-home"))
    album.keep(leader, "pantau", widths=(DESK, PHONE))
    leader.goto(reverse("submissions:monitoring-agency", args=[year, agency.pk]))
    expect(leader.locator("main")).to_contain_text("Terverifikasi")
    album.keep(leader, "pantau-opd", widths=(DESK, PHONE))

    secretary = page_of(people.secretary)
    secretary.goto(reverse("outgoing_messages:index"))
    album.keep(secretary, "pesan")
    secretary.get_by_role("link", name="Selamat: ").first.click()
    expect(secretary.locator("main")).to_contain_text("Terbaik I, Nomine")
    album.keep(secretary, "isi-pesan")


MAIL = {
    "operator": [
        "edition_opened",
        "submission_submit",
        "submission_verify",
        "awards_announced",
        "certificate_issued",
        "certificate_issued",
    ],
    "approver": [
        "edition_opened",
        "submission_request_approval",
        "submission_submit",
        "submission_verify",
        "awards_announced",
        "certificate_issued",
        "certificate_issued",
    ],
    "chair": ["entries_assigned"],
    "judge": ["entries_assigned"],
}


def test_a_year_from_its_first_date_to_the_catalogue(page_of, people, agency, album):
    for step in (prepare, prepare_judging, write, submit, verify, judge, seal, decide, honour, look):
        step(page_of, people, agency, album)

    sent = {
        role: list(
            OutgoingMessage.objects.filter(recipient=getattr(people, role))
            .order_by("pk")
            .values_list("kind", flat=True)
        )
        for role in MAIL
    }
    assert sent == MAIL
