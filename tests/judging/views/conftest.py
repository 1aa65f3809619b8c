import pytest


@pytest.fixture
def desk(client, judge):
    client.force_login(judge)
    return client


@pytest.fixture
def criteria(assignment):
    return list(assignment.round.rubric.criteria.all())
