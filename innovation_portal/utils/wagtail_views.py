"""Views of Wagtail that fail where nobody's browser asks: here they answer in place of Wagtail's own."""

from django.shortcuts import get_object_or_404
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views.chooser import ExternalLinkView
from wagtail.admin.views.pages.ordering import set_page_position
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


link_view = require_admin_access(LinkView.as_view())
