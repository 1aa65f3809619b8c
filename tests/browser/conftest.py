"""A real Chromium against a live server. Tests in this folder are marked `browser`."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.waiting import wait_until

HERE = Path(__file__).parent
# Begins first, or all other processes would wait for it at the end; the one walk that both databases take.
YEAR = "test_year.py"
# As in script/bootstrap; the first is the fastest.
CHROMIUMS = ("chromium-headless-shell", "chromium", "google-chrome")
# A colour on its way from one theme to the other would be measured.
TRANSITIONS_END = """
    () => Promise.allSettled(
        document.getAnimations().filter(each => each instanceof CSSTransition).map(each => each.finished)
    )
"""
# Chromium words what it blocks in several ways; the event is one.
VIOLATIONS = """
    addEventListener("securitypolicyviolation", (event) => {
      console.error("Security Policy", event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber);
    });
"""
# Width and colour scheme.
DESK, TABLET, NIGHT_PHONE = (1440, "light"), (768, "light"), (360, "dark")
PATIENCE_MS = 60_000  # on a busy machine; what is quicker waits no longer
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if item.path.name != YEAR:
                item.add_marker(pytest.mark.once)
    items.sort(key=lambda item: item.path.name != YEAR)


@pytest.fixture(scope="session", autouse=True)
def orm_beside_playwright():
    """Playwright's synchronous API runs an event loop, in which Django would refuse to touch the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        raise RuntimeError("Browser tests need Chromium: apt-get install chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


@pytest.fixture
def page_of(browser, live_server):
    """Return a function that opens a page for a user (None: a visitor), at 1440 wide unless told otherwise.

    Addresses are relative to the live server. Whatever the content security policy blocked and whatever script failed
    on these pages fails the test at its end.
    """
    contexts, problems = [], []

    def open_page(user=None, *, width=1440, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale="id-ID", **options
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        context.add_init_script(VIOLATIONS)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: "Security Policy" in message.text and problems.append(message.text))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def assert_accessible():
    """Return a function that fails with axe's report if a page has a violation, or scrolls sideways."""

    def check(page):
        page.wait_for_load_state()
        page.evaluate(TRANSITIONS_END)
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} wide"

    return check


@pytest.fixture
def assert_accessible_everywhere(assert_accessible):
    """Return a function that opens addresses and checks each on a desk, a tablet and, dark, on a phone at night."""

    def check(page, *addresses, looks=(DESK, TABLET, NIGHT_PHONE)):
        for address in addresses:
            page.goto(address)
            for width, scheme in looks:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.set_viewport_size({"width": width, "height": 900})
                assert_accessible(page)

    return check


def lose_what_is_sent(page, addresses: str) -> None:
    """Cut the line for every form that goes to these addresses, until they are given back by `page.unroute`."""
    page.route(addresses, lambda route: route.abort() if route.request.method == "POST" else route.continue_())


@pytest.fixture
def open_on_a_slow_line():
    """Return a function that opens an address without the script that saves, and returns what lets it arrive."""

    def open_early(page, address):
        waiting = []

        def hold(route):
            waiting.append(route)

        page.route("**/unsent*.js", hold)
        page.goto(address, wait_until="commit")

        def arrive():
            wait_until(lambda: page.wait_for_timeout(10) or waiting).pop().continue_()

        return arrive

    return open_early
