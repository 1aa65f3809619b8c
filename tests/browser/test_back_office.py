"""The screens of the back office with axe, on one thing in each state."""

import pytest
from django.urls import reverse

from tests.access.roles import SECRETARY
from tests.access.world import build_world
from tests.browser.conftest import DESK, NIGHT_PHONE

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
    "judging": [
        "rounds:desk round",
        "rounds:progress round",
        "rounds:assign round",
        "rounds:change-seat seat",
        "rounds:depart seat",
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
