"""The public pages hold no personal data of their own: names come from frozen versions, by consent."""

from innovation_portal.privacy.registry import register_not_personal

register_not_personal(
    "what editors publish: words of the office",
    *("home.DocumentsPage", "home.PageDocument", "home.CataloguePage", "home.InnovationPage", "home.AgendaPage"),
    *("home.EventPage", "home.HomePage", "home.NewsIndexPage", "home.NewsPage", "home.WinnersPage"),
    *("home.AgenciesPage", "home.StatisticsPage", "home.CompetitionPage", "home.StandardPage", "home.QuestionsPage"),
    "home.PortalSettings",
)
register_not_personal(
    "made anew from frozen versions whenever a consent changes",
    *("home.CatalogueEntry", "home.CatalogueSummary", "home.Dump"),
)
