from home.models.entries import CatalogueEntry, CatalogueSummary, EntryGoal
from home.models.innovations import CataloguePage, InnovationPage
from home.models.pages import (
    CompetitionPage,
    HomePage,
    HomePageFeature,
    NewsIndexPage,
    NewsPage,
    StandardPage,
)
from home.models.settings import PortalSettings

__all__ = [
    "CatalogueEntry",
    "CataloguePage",
    "CatalogueSummary",
    "CompetitionPage",
    "EntryGoal",
    "HomePage",
    "HomePageFeature",
    "InnovationPage",
    "NewsIndexPage",
    "NewsPage",
    "PortalSettings",
    "StandardPage",
]
