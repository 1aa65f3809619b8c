"""What the editors of the demonstration add: a choice for the home page, figures, and news."""

import tomllib
from datetime import date, timedelta

from home.demonstration.stories import CONTENT
from home.models import HomePage, HomePageFeature, InnovationPage, NewsIndexPage, NewsPage

EDITORIAL = CONTENT / "editorial.toml"


def add_editorial(today: date) -> None:
    """Write headlines and figures, choose features for the home page, and publish the news."""
    contents = tomllib.loads(EDITORIAL.read_text(encoding="utf-8"))
    home = HomePage.objects.get()
    for order, chosen in enumerate(contents["features"]):
        page = InnovationPage.objects.get(title=chosen["title"])
        page.headline, page.lead = chosen.get("headline", ""), chosen.get("lead", "")
        page.figures = [("figure", figure) for figure in chosen.get("figures", [])]
        page.figures_source = chosen.get("figures_source", "")
        page.legal_basis = "\n".join(chosen.get("legal_basis", []))
        page.body = [("video", video) for video in chosen.get("videos", [])]
        page.save_revision().publish()
        HomePageFeature.objects.create(page=home, innovation_page=page, sort_order=order)
    index = NewsIndexPage.objects.get()
    for item in contents["news"]:
        news = NewsPage(
            title=item["title"],
            dated_on=today - timedelta(days=item["days_ago"]),
            lead=item["lead"],
            body=[("paragraph", paragraph) for paragraph in item["paragraphs"]],
        )
        index.add_child(instance=news)
