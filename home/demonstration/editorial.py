"""What the editors of the demonstration add: a choice for the home page, figures, and news."""

import tomllib
from datetime import date, timedelta
from typing import Any

from home.demonstration.stories import CONTENT
from home.models import HomePage, HomePageFeature, InnovationPage, NewsIndexPage, NewsPage

EDITORIAL = CONTENT / "editorial.toml"


def add_editorial(today: date) -> None:
    """Write headlines and figures, choose features for the home page, and publish the news."""
    contents = tomllib.loads(EDITORIAL.read_text(encoding="utf-8"))
    home = HomePage.objects.get()
    for order, chosen in enumerate(contents["features"]):
        HomePageFeature.objects.create(page=home, innovation_page=_write(chosen), sort_order=order)
    for told in contents["stories"]:
        _write(told)
    index = NewsIndexPage.objects.get()
    for item in contents["news"]:
        news = NewsPage(
            title=item["title"],
            dated_on=today - timedelta(days=item["days_ago"]),
            lead=item["lead"],
            body=[("paragraph", paragraph) for paragraph in item["paragraphs"]],
        )
        index.add_child(instance=news)


def _write(told: dict[str, Any]) -> InnovationPage:
    """Write onto the page of an innovation what editors add to it, and publish that."""
    page = InnovationPage.objects.get(title=told["title"])
    page.headline, page.lead = told.get("headline", ""), told.get("lead", "")
    page.figures = [("figure", figure) for figure in told.get("figures", [])]
    page.figures_source = told.get("figures_source", "")
    page.legal_basis = "\n".join(told.get("legal_basis", []))
    page.body = [("video", video) for video in told.get("videos", [])]
    page.save_revision().publish()
    return page
