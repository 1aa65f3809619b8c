"""The public pages as Lighthouse and the Nu HTML checker see them (`script/pages`)."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from home.models import AgenciesPage, AgendaPage, CatalogueEntry, NewsPage, StatisticsPage, WinnersPage

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = "--headless=new --no-sandbox --disable-gpu"
LEAST_SCORE = 95
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/avif")


@dataclass(frozen=True)
class Verdict:
    """What was found on one page: scores from 0 to 100, kB sent without photographs, and errors of the HTML."""

    path: str
    scores: dict[str, int]
    kilobytes: float
    errors: list[str]

    @property
    def is_good(self) -> bool:
        return not self.errors and min(self.scores.values()) >= LEAST_SCORE


def public_paths() -> list[str]:
    """Return home, catalogue, the innovation with the highest honour and its agency, the latest news, and lists."""
    story = CatalogueEntry.objects.filter(page__version__isnull=False).order_by("-honour_level", "page_id").first()
    news = NewsPage.objects.live().order_by("-dated_on").first()
    agencies = AgenciesPage.objects.get()
    return [
        "/",
        "/inovasi/",
        story.url,
        f"{agencies.url}{story.agency.code}/",
        news.get_url(),
        *(page.url for page in (AgendaPage.objects.get(), WinnersPage.objects.get(), StatisticsPage.objects.get())),
        "/data/",
        "/data/api/",
    ]


def verdict_on(address: str, path: str, *, tools: Path) -> Verdict:
    """Hold one page of the server at `address` against both tools, which npm has put into the folder `tools`."""
    report = _lighthouse(address + path, tools)
    scores = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
    sent = report["audits"]["network-requests"]["details"]["items"]
    size = sum(one["transferSize"] for one in sent if one.get("mimeType") not in PICTURES)
    return Verdict(path, scores, size / 1000, _html_errors(address + path, tools))


def _lighthouse(address: str, tools: Path) -> dict:
    command = [
        tools / "node_modules/.bin/lighthouse",
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROMIUM}",
    ]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603  Chromium, on our own pages


def _html_errors(address: str, tools: Path) -> list[str]:
    with urlopen(address) as answer:  # noqa: S310  our own server
        page = answer.read()
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", jar, "--errors-only", "--exit-zero-always", "--format", "json", "-"]
    found = subprocess.run(command, check=True, capture_output=True, input=page)  # noqa: S603  on our own pages
    return [f"{one.get('lastLine')}: {one['message']}" for one in json.loads(found.stderr)["messages"]]
