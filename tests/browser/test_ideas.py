"""Staff on a phone hand in an idea, a colleague supports it, and the person in charge makes a draft of it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from submissions.models import Idea, Submission
from tests.factories.submissions import EditionFactory, MembershipFactory
from tests.factories.voice import IdeaFactory


@pytest.mark.parametrize("javascript", [True, False])
def test_an_idea_goes_from_a_phone_to_a_draft_that_names_its_author(page_of, operator, approver, agency, javascript):
    EditionFactory()
    phone = page_of(operator, width=360, java_script_enabled=javascript)
    phone.goto(reverse("submissions:dashboard", args=[agency.pk]))
    phone.get_by_role("link", name="Sampaikan gagasan").click()
    phone.get_by_label("Nama gagasan").fill("Loket malam")
    phone.get_by_label("Apa yang belum beres sekarang?").fill("Antrean mengular sejak subuh.")
    phone.get_by_label("Apa yang Anda usulkan sebagai gantinya?").fill("Buka loket sampai pukul 20.")
    phone.get_by_label("Apa yang menjadi lebih baik?").fill("Buruh pabrik tidak perlu izin.")
    phone.get_by_role("button", name="Sampaikan gagasan").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Loket malam")

    colleague = page_of(MembershipFactory(agency=agency).user, java_script_enabled=javascript)
    colleague.goto(reverse("submissions:idea-list", args=[agency.pk]))
    colleague.get_by_role("link", name="Loket malam").click()
    colleague.get_by_role("button", name="Dukung gagasan ini").click()
    expect(colleague.get_by_role("button", name="Tarik dukungan")).to_be_visible()

    desk = page_of(approver, java_script_enabled=javascript)
    desk.goto(reverse("submissions:idea-detail", args=[agency.pk, Idea.objects.get().pk]))
    expect(desk.get_by_text("rekan mendukung")).to_be_visible()
    desk.get_by_role("link", name="Jadikan draf usulan").click()
    desk.get_by_label("Judul usulan").fill("LOKET WENGI: Izin Usaha Malam Hari")
    desk.get_by_role("button", name="Jadikan draf usulan").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("LOKET WENGI: Izin Usaha Malam Hari")

    desk.goto(reverse("submissions:innovators-edit", args=[Submission.objects.get().pk]))
    expect(desk.get_by_label("Nama").first).to_have_value(operator.name)


def test_pages_of_ideas_are_accessible(page_of, assert_accessible_everywhere, approver, agency):
    EditionFactory()
    list_page = reverse("submissions:idea-list", args=[agency.pk])
    assert_accessible_everywhere(page_of(approver), list_page, looks=((360, "light"),))
    own, other = IdeaFactory(agency=agency, author=approver), IdeaFactory(agency=agency)

    assert_accessible_everywhere(
        page_of(approver),
        list_page,
        reverse("submissions:dashboard", args=[agency.pk]),
        reverse("submissions:idea-new", args=[agency.pk]),
        reverse("submissions:idea-edit", args=[agency.pk, own.pk]),
        reverse("submissions:idea-take-back", args=[agency.pk, own.pk]),
        reverse("submissions:idea-detail", args=[agency.pk, other.pk]),
        reverse("submissions:idea-adopt", args=[agency.pk, other.pk]),
        reverse("submissions:idea-set-aside", args=[agency.pk, other.pk]),
        looks=((360, "light"), (1440, "dark")),
    )
