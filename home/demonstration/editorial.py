"""What the editors of the demonstration add: a choice for the home page, figures, news, events and a guideline."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.documents.models import Document

from home.demonstration.stories import CONTENT
from home.models import (
    AgendaPage,
    DocumentsPage,
    EventPage,
    HomePage,
    HomePageFeature,
    InnovationPage,
    NewsIndexPage,
    NewsPage,
    PageDocument,
)
from innovation_portal.utils.hashing import hash_of
from innovation_portal.utils.pdf import print_pdf
from submissions.enums import ChannelKind
from submissions.models import Agency
from submissions.selectors.editions import current_edition
from submissions.services.channels import add_channel

EDITORIAL = CONTENT / "editorial.toml"
COMPLAINTS = {
    ChannelKind.LAPOR: "https://www.lapor.go.id/",
    ChannelKind.COMPLAINT_PAGE: "https://laporgub.jatengprov.go.id/",
}


def add_editorial(today: date) -> None:
    """Write headlines and figures, choose features for the home page, publish news and events, add the guideline."""
    contents = tomllib.loads(EDITORIAL.read_text(encoding="utf-8"))
    _feature(contents)
    _publish_news(contents, today)
    _plan_events(contents, today)
    _add_guideline(contents["guideline"])


def _feature(contents: dict) -> None:
    home = HomePage.objects.get()
    for order, chosen in enumerate(contents["features"]):
        HomePageFeature.objects.create(page=home, innovation_page=_write(chosen), sort_order=order)
    for told in contents["stories"]:
        _write(told)


def _publish_news(contents: dict, today: date) -> None:
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


def _plan_events(contents: dict, today: date) -> None:
    agenda = AgendaPage.objects.get()
    for item in contents["events"]:
        day = timezone.make_aware(datetime.combine(today + timedelta(days=item["in_days"]), time()))
        event = EventPage(
            title=item["title"],
            kind=item["kind"],
            starts_at=day + timedelta(hours=item["hours"][0]),
            ends_at=day + timedelta(days=item.get("days", 1) - 1, hours=item["hours"][1]),
            place=item.get("place", ""),
            lead=item["lead"],
            body=[("paragraph", paragraph) for paragraph in item["paragraphs"]],
        )
        agenda.add_child(instance=event)


def _add_guideline(item: dict) -> None:
    """Print a short guideline of the current edition and put it on the list of documents."""
    edition = current_edition()
    html = render_to_string("home/demonstration_guideline.html", {"guideline": item, "edition": edition})
    identifier = bytes.fromhex(hash_of([item["title"], edition.year])[:32])
    content = print_pdf(html, folder=CONTENT, stylesheets=("document",), identifier=identifier)
    title = f"{item['title']} {edition.year}"
    document = Document.objects.create(title=title, file=ContentFile(content, name=f"pedoman-{edition.year}.pdf"))
    PageDocument.objects.create(
        page=DocumentsPage.objects.get(), title=title, edition=edition, document=document, note=item["note"]
    )


def name_channels(agencies: Iterable[Agency], *, actor) -> None:
    """Say where agencies take complaints: the national and the provincial place, which are real and public."""
    for agency in agencies:
        for kind, address in COMPLAINTS.items():
            add_channel(agency.pk, actor=actor, kind=kind, address=address)
