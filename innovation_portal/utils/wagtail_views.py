"""Views of Wagtail that fail where nobody's browser asks: here they answer in place of Wagtail's own."""

from django.shortcuts import get_object_or_404
from django.urls import path
from django_filters import RangeFilter
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import BaseMediaFilterSet, RelatedFilterMixin
from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.admin.views.pages.listing import GenericPageFilterSet, HasChildPagesFilter, PageFilterSet
from wagtail.admin.views.pages.ordering import set_page_position
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.models import Page


class LinkField(URLOrAbsolutePathField):
    def to_python(self, value):
        return super().to_python(value or "")


class LinkForm(ExternalLinkChooserForm):
    url = LinkField(label=ExternalLinkChooserForm.base_fields["url"].label)


class LinkView(ExternalLinkView):
    """The window for a link to elsewhere, also when no address is sent at all."""

    form_class = LinkForm


@require_admin_access
def set_position(request, page_to_move_id):
    """Move a page among its neighbours; the root has none."""
    get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_to_move_id)
    return set_page_position(request, page_to_move_id)


class UsageFilter(RelatedFilterMixin, RangeFilter):
    """The number of uses, which no index of a search holds: a search is narrowed by keys."""


class LibraryFilterSet(BaseMediaFilterSet):
    def __init__(self, *args, is_searching=None, **kwargs):
        super().__init__(*args, is_searching=is_searching, **kwargs)
        plain = self.filters["usage_count"]
        self.filters["usage_count"] = UsageFilter(
            field_name="usage_count", label=plain.label, widget=plain.extra["widget"], use_subquery=bool(is_searching)
        )


class ImagesFilterSet(LibraryFilterSet, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class DocumentsFilterSet(LibraryFilterSet, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class HasChildPages(RelatedFilterMixin, HasChildPagesFilter):
    """Whether pages lie below, which no index of a search holds either."""


# Lists of pages are chosen by a registry of Wagtail, which asks for its own filters.
for page_filters in (PageFilterSet.base_filters, GenericPageFilterSet.base_filters):
    plain = page_filters["has_child_pages"]
    page_filters["has_child_pages"] = HasChildPages(
        label=plain.label, field_name=plain.field_name, use_subquery=True, **plain.extra
    )


class ImageList(images.IndexView):
    """The pictures of the library, also when they are asked for by words and by the number of their uses at once."""

    filterset_class = ImagesFilterSet


class DocumentList(documents.IndexView):
    """The documents of the library, as the pictures."""

    filterset_class = DocumentsFilterSet


link_view = require_admin_access(LinkView.as_view())

library_urls = [
    path(f"admin/{library}/{part}", require_admin_access(view.as_view(results_only=bool(part))))
    for library, view in (("images", ImageList), ("documents", DocumentList))
    for part in ("", "results/")
]
