from home.models.documents import DocumentsPage, PageDocument
from home.models.dumps import Dump
from home.models.entries import CatalogueEntry, CatalogueSummary, EntryGoal
from home.models.events import AgendaPage, EventPage
from home.models.front import HomePage, HomePageFeature
from home.models.innovations import CataloguePage, InnovationPage
from home.models.news import NewsIndexPage, NewsPage
from home.models.records import AgenciesPage, StatisticsPage, WinnersPage
from home.models.settings import PortalSettings
from home.models.texts import CompetitionPage, QuestionsPage, StandardPage

__all__ = [
    "AgenciesPage",
    "AgendaPage",
    "CatalogueEntry",
    "CataloguePage",
    "CatalogueSummary",
    "CompetitionPage",
    "DocumentsPage",
    "Dump",
    "EntryGoal",
    "EventPage",
    "HomePage",
    "HomePageFeature",
    "InnovationPage",
    "NewsIndexPage",
    "NewsPage",
    "PageDocument",
    "PortalSettings",
    "QuestionsPage",
    "StandardPage",
    "StatisticsPage",
    "WinnersPage",
]
