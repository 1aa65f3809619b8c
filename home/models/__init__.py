from home.models.dumps import Dump
from home.models.innovations import CatalogueEntry, CataloguePage, InnovationPage
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
    "CompetitionPage",
    "Dump",
    "HomePage",
    "HomePageFeature",
    "InnovationPage",
    "NewsIndexPage",
    "NewsPage",
    "PortalSettings",
    "StandardPage",
]
