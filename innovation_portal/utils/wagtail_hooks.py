from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from innovation_portal.utils.audit import report  # noqa: F401  registers itself
from innovation_portal.utils.templatetags.portal import accent_stylesheet


@hooks.register("insert_global_admin_css")
def own_font_and_accent():
    ours = format_html('<link rel="stylesheet" href="{}">', static("css/back_office.css"))
    return ours + accent_stylesheet()
