from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from home.enums import DocumentKind
from home.models.base import PortalPage
from innovation_portal.utils.back_office import RowsPanel
from submissions.models import Edition


class DocumentsPage(PortalPage):
    """Files to read and to fill in: guidelines, forms and decrees, by edition. Nobody counts who downloads them."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        RowsPanel("documents", heading=_("Documents"), label=_("Document")),
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count = 1

    class Meta:
        verbose_name = _("document list")

    def get_context(self, request, *args, **kwargs):
        from home.selectors.documents import documents_by_edition  # it reads the models of this package

        return super().get_context(request, *args, **kwargs) | {"shelves": documents_by_edition(self)}


class PageDocument(Orderable):
    """One file on the list, under the edition that it belongs to, or under none."""

    page = ParentalKey(DocumentsPage, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind, default=DocumentKind.GUIDELINE)
    edition = models.ForeignKey(
        Edition,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edition"),
        help_text=_("Empty: it holds for all editions."),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name=_("file")
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For whom it is, or what changed since the last version.")
    )

    panels = [FieldPanel(name) for name in ("title", "kind", "edition", "document", "note")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.title
