import gc

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from hypothesis import settings

from innovation_portal.accounts.roles import Role
from submissions.enums import MembershipRole
from tests.database import django_db_setup  # noqa: F401  (pytest finds it by its name)
from tests.factories.accounts import UserFactory
from tests.factories.submissions import AgencyFactory, MembershipFactory
from tests.identity_provider import provider, provider_process  # noqa: F401

# Races between two transactions can only be provoked where rows are locked; SQLite lets one writer in at a time.
collect_ignore = [] if connection.vendor == "postgresql" else ["concurrency"]

# What is imported here stays to the end; looking through it again and again takes an eighth of the suite's time.
gc.freeze()
gc.set_threshold(100_000, 50, 1000)

# How long an example takes says something of the machine, and of nothing that is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what may run on one database alone: tests that pytest-django lets reach none (docs/decisions/0010)."""
    for item in items:
        reaches_database = {"django_db_setup", "live_server"} & set(item.fixturenames)
        if not reaches_database and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.once)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test has tested nothing, so it fails the run."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that skips itself while it is being collected."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{collector.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What one test has cached must not spare another one a query."""
    cache.clear()
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Every test writes its files into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PARTIAL_UPLOADS_ROOT = tmp_path / "partial_uploads"


@pytest.fixture
def agency(db):
    return AgencyFactory()


@pytest.fixture
def operator(agency):
    return MembershipFactory(agency=agency, role=MembershipRole.OPERATOR).user


@pytest.fixture
def approver(agency):
    return MembershipFactory(agency=agency, role=MembershipRole.APPROVER).user


@pytest.fixture
def secretary(db):
    return UserFactory(roles=[Role.SECRETARIAT])


@pytest.fixture
def verifier(db):
    return UserFactory(roles=[Role.VERIFIER])


@pytest.fixture
def judge(db):
    return UserFactory(roles=[Role.JUDGE])


@pytest.fixture
def leader(db):
    return UserFactory(roles=[Role.LEADERSHIP])
