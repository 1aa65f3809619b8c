"""The screens of the back office with axe, on one thing in each state."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from innovation_portal.accounts.roles import Role
from tests.access.roles import SECRETARY
from tests.access.world import build_world
from tests.browser.conftest import DESK, NIGHT_PHONE
from tests.factories.accounts import UserFactory
from tests.factories.judging import RubricFactory, ScoreSheetFactory

# Those with templates, panels or columns of ours, and one of each kind that Wagtail draws alone.
SCREENS = {
    "registry": [
        "wagtailadmin_home",
        "verification:index",
        "verification:decide submitted",
        "submission_list:index",
        "submission_list:columns",
        "verification:claim submitted",
        "verification:pass",
        "verification_report",
        "agencies:index",
        "agencies:import",
        "agencies:invite own agency",
        "innovations:edit innovation",
        "editions:edit edition",
        "editions:reminders edition",
        "obligations:index",
        "compliance_report",
        "outgoing_messages:index",
        "outgoing_messages:write",
    ],
    "beyond": [
        "service_malls:edit service mall",
        "service_malls:import",
        "ombudsman_findings:edit ombudsman finding",
        "channel_figures:edit channel figure",
        "idea_report",
        "superiors:index",
        "superiors:edit superior",
        "national_competitions:index",
        "national_competitions:edit national competition",
        "national_competitions:clone national competition",
        "national_competitions:results national competition",
        "national_competitions:candidates new national competition",
        "national:index",
        "national:work national proposal",
        "national:step step of national proposal",
    ],
    "judging": [
        "rounds:desk round",
        "rounds:progress round",
        "rounds:assign round",
        "rounds:change-seat seat",
        "rounds:depart seat",
        "rounds:replace-rubric round",
        "rounds:timetable presentations",
        "rounds:make-timetable presentations",
        "rounds:timetable-paper presentations",
        "rounds:move-slot slot",
        "rounds:change-day sitting day",
        "conflicts:lift found conflict",
        "rubrics:edit rubric",
        "rubrics:inspect rubric",
        "results:inspect run",
        "awards:desk awarded edition",
        "certificate_templates:edit certificate template",
        "certificates:inspect certificate",
        "certificates:issue",
        "certificates:revoke certificate",
    ],
}


@pytest.mark.parametrize("part", SCREENS)
def test_screens_of_the_back_office_are_accessible(page_of, assert_accessible_everywhere, transactional_db, part):
    world = build_world()
    addresses = []
    for screen in SCREENS[part]:
        name, _, thing = screen.partition(" ")
        addresses.append(reverse(name, kwargs=world.things[thing] if thing else {}))

    assert_accessible_everywhere(page_of(world.people[SECRETARY]), *addresses, looks=(DESK, NIGHT_PHONE))


def test_weights_add_up_while_they_are_typed(page_of, assert_accessible, transactional_db):
    page = page_of(UserFactory(roles=[Role.SECRETARIAT]))
    page.goto(reverse("rubrics:edit", args=[RubricFactory().pk]))
    shown = page.locator("[data-weights]")
    expect(shown.locator("output")).to_have_text("100")
    expect(shown).not_to_contain_text("Babak baru dapat dibuka", use_inner_text=True)

    page.locator("#id_criteria-0-weight").fill("50.5")
    expect(shown.locator("output")).to_have_text("90,5")
    expect(shown).to_contain_text("Babak baru dapat dibuka", use_inner_text=True)
    assert_accessible(page)
    page.locator("#inline_child_criteria-0").get_by_role("button", name="Hapus").click()
    expect(shown.locator("output")).to_have_text("40")


def test_what_another_rubric_changes_is_accessible(page_of, assert_accessible_everywhere, transactional_db):
    round_ = ScoreSheetFactory().assignment.round
    rubric = RubricFactory(criteria={"dampak": 40, "signifikansi": 50})
    address = f"{reverse('rounds:replace-rubric', args=[round_.pk])}?rubric={rubric.pk}"
    page = page_of(UserFactory(roles=[Role.SECRETARIAT]))

    assert_accessible_everywhere(page, address, looks=(DESK, NIGHT_PHONE))

    expect(page.get_by_role("button", name="Ganti rubrik")).to_be_visible()
