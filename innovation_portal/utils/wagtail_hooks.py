from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from innovation_portal.utils.audit import report  # noqa: F401  registers itself


@hooks.register("insert_global_admin_css")
def own_font_and_accent():
    return format_html('<link rel="stylesheet" href="{}">', static("css/back_office.css"))
