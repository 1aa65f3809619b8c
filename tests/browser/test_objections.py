"""Objecting in a real browser, and reading what the judges said."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from home.services.publishing import publish_innovation
from home.services.site import set_up_site
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.services import sync_role_groups
from innovation_portal.utils import clock
from judging.enums import AwardState, FeedbackPolicy, RoundState
from judging.models import Objection
from judging.services.objections import answer_objection
from submissions.enums import StageKind
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF as ONE_PAGE
from tests.factories.judging import (
    AssignmentFactory,
    AwardFactory,
    ObjectionFactory,
    ResultRunFactory,
    RoundFactory,
    ScoreSheetFactory,
    VerifiedSubmissionFactory,
    version_of,
)
from tests.factories.submissions import InnovationFactory, StageFactory

PDF = {"name": "bukti.pdf", "mimeType": "application/pdf", "buffer": ONE_PAGE}


@pytest.fixture
def award(agency):
    """A provisional award of the agency in its objection period, judged by two with feedback for the agency."""
    set_up_site()
    round_ = RoundFactory(state=RoundState.SEALED, feedback_policy=FeedbackPolicy.SCORES)
    StageFactory(edition=round_.edition, kind=StageKind.OBJECTION)
    submission = VerifiedSubmissionFactory(edition=round_.edition, innovation=InnovationFactory(agency=agency))
    for words in ("Manfaatnya terukur dan buktinya lengkap.", "Jelaskan bagaimana OPD lain dapat meniru."):
        assignment = AssignmentFactory(
            round=round_, panelist__round=round_, version=version_of(submission), cleared_at=clock.now()
        )
        ScoreSheetFactory(assignment=assignment).scores.update(comment=words)
    return AwardFactory(run=ResultRunFactory(round=round_), submission=submission, state=AwardState.PROVISIONAL)


def test_pages_of_objections_are_accessible(page_of, assert_accessible_everywhere, award):
    waiting, answered = ObjectionFactory(award=award), ObjectionFactory(award=award)
    for seen, outcome in enumerate(("accepted", "dismissed")):
        answer_objection(
            answered.pk,
            actor=UserFactory(roles=[Role.SECRETARIAT]),
            outcome=outcome,
            text="Kami sudah memeriksanya.\n\nJadwalnya benar.",
            seen=seen,
        )

    assert_accessible_everywhere(
        page_of(),
        "/sanggah/",
        "/sanggah/?kode=keliru",
        reverse("judging:objection-create", args=[award.pk]),
        *(reverse("judging:objection-detail", args=[one.public_id]) for one in (waiting, answered)),
        "/kompetisi/",
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_citizen_objects_from_the_page_of_the_innovation_on_a_phone(page_of, assert_accessible, award, javascript):
    innovation = publish_innovation(award.submission.innovation_id)
    page = page_of(width=360, java_script_enabled=javascript)

    page.goto(innovation.url)
    page.get_by_role("link", name="Ajukan sanggahan").click()
    page.get_by_label("Mengapa Anda menyanggah?").fill("Layanan berhenti sejak Maret.")
    page.get_by_label("Bukti").set_input_files([PDF])
    page.get_by_role("button", name="Kirim sanggahan").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih kembali berkas Anda")
    expect(page.get_by_label("Mengapa Anda menyanggah?")).to_have_value("Layanan berhenti sejak Maret.")
    if javascript:
        assert_accessible(page)

    page.get_by_label("Bukti").set_input_files([PDF])
    page.get_by_label("Nama Anda").fill("Siti Pelapor")
    page.get_by_label("Telepon").fill("0811 000 000")
    page.get_by_label("Saya menyanggah dengan iktikad baik").check()
    page.get_by_role("button", name="Kirim sanggahan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sanggahan ini menunggu jawaban")
    objection = Objection.objects.get()
    expect(page.get_by_text("-".join(re.findall(".{4}", objection.public_id)))).to_be_visible()
    assert [file.original_name for file in objection.files.all()] == ["bukti.pdf"]


def test_an_objection_is_written_by_keyboard_past_the_trap(page_of, award):
    page = page_of()
    page.goto(reverse("judging:objection-create", args=[award.pk]))
    page.get_by_label("Mengapa Anda menyanggah?").focus()

    page.keyboard.type("Layanan berhenti.")
    for typed in ("", "Siti", "siti@example.id", "", ""):  # evidence, name, e-mail, telephone, relation
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the consent comes next: the trap has no place among the fields
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sanggahan ini menunggu jawaban")
    assert Objection.objects.values_list("name", "email").get() == ("Siti", "siti@example.id")


def test_the_secretariat_answers_and_revokes(page_of, assert_accessible, award):
    sync_role_groups()
    objection = ObjectionFactory(award=award)
    page = page_of(UserFactory(roles=[Role.SECRETARIAT]))

    page.goto(reverse("objections:index"))
    page.get_by_role("link", name=objection.public_id).click()
    page.get_by_label("Dikabulkan").check()
    page.get_by_label("Jawaban terbuka").fill("Benar.")
    page.get_by_role("button", name="Jawab secara terbuka").click()
    page.get_by_text("Sanggahan sudah dijawab.").wait_for()
    page.get_by_role("link", name="Cabut penghargaan").click()
    page.get_by_label("Alasan").fill("Data tidak benar.")
    page.get_by_role("button", name="Cabut penghargaan").click()
    page.get_by_text("Penghargaan sudah dicabut, dan OPD-nya sudah diberi tahu.").wait_for()

    award.refresh_from_db()
    assert award.state == AwardState.REVOKED


def test_feedback_is_accessible_and_prints_without_the_frame(page_of, assert_accessible_everywhere, award, operator):
    page = page_of(operator)
    address = reverse("judging:feedback-detail", args=[award.submission_id])
    assert_accessible_everywhere(page, address)

    page.goto(reverse("submissions:submission-detail", args=[award.submission_id]))
    page.get_by_role("link", name="Umpan balik juri").click()
    expect(page).to_have_url(address)
    page.emulate_media(media="print")

    expect(page.get_by_text("Manfaatnya terukur dan buktinya lengkap.").first).to_be_visible()
    expect(page.get_by_role("link", name="Anggota")).to_be_hidden()
    expect(page.get_by_text("Menu", exact=True)).to_be_hidden()
