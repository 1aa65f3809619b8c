import pytest

from innovation_portal.accounts.roles import Role
from innovation_portal.utils import clock
from judging.enums import RoundState
from tests.factories.accounts import UserFactory
from tests.factories.judging import AssignmentFactory, PanelistFactory, RoundFactory, VerifiedSubmissionFactory


@pytest.fixture
def chair(db):
    return UserFactory(roles=[Role.CHAIR])


@pytest.fixture
def superuser(db):
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def round_(db, chair):
    """An open round with a chair in its panel."""
    made = RoundFactory(edition__judges_per_entry=1)
    PanelistFactory(round=made, judge=chair, is_chair=True)
    return made


@pytest.fixture
def new_round(db, chair):
    """A round in preparation that may be opened: panel, chair and two verified entries."""
    made = RoundFactory(edition__judges_per_entry=2, state=RoundState.PREPARATION)
    PanelistFactory(round=made, judge=chair, is_chair=True)
    PanelistFactory.create_batch(2, round=made)
    VerifiedSubmissionFactory.create_batch(2, edition=made.edition)
    return made


@pytest.fixture
def assignment(round_, judge):
    """An entry that its judge has declared to have no conflict with."""
    return AssignmentFactory(round=round_, panelist__judge=judge, cleared_at=clock.now())
