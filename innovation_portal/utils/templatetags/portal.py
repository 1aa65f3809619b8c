"""Template tags of the whole portal, built in everywhere (see TEMPLATES in the settings)."""

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from innovation_portal.utils import formats
from innovation_portal.utils.accents import DEFAULT
from innovation_portal.utils.request_ids import request_id
from innovation_portal.utils.states import state_of

register = template.Library()

register.filter("moment", formats.moment)
register.filter("short_moment", formats.short_moment)
register.filter("full_date", formats.full_date)
register.filter("time_of_day", formats.time_of_day)
register.filter("figure", formats.figure)
register.filter("measured", formats.measured)
register.filter("days_left", formats.days_left)
register.filter("countdown", formats.countdown)


# What is cached here is the same for everybody and in every language, and a page draws a hundred of them.
@cache
def _symbol(name: str) -> str:
    return f"{static('ornaments/icons.svg')}#{name}"


@register.simple_tag
@cache
def icon(name, css_class=""):
    """Draw an icon of the sprite. It says nothing to a screen reader: a text stands beside it."""
    classes = f"so-icon {css_class}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, _symbol(f"i-{name}"))


@register.simple_tag
def incident_code():
    """Return the name under which what happens now is found in the log; "" outside of a request."""
    return request_id()


@register.simple_tag
def portal_name():
    """Return the name of the portal where nobody can ask the settings that editors change, as in mails."""
    return settings.PORTAL_NAME


@register.simple_tag
def accent_stylesheet():
    """Link to the colours of ACCENT behind the tokens that they replace; "" for indigo."""
    if settings.ACCENT == DEFAULT:
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static(f"css/accents/{settings.ACCENT}.css"))


@register.simple_tag
def secretariat():
    """Return who signs mails."""
    return _("Secretariat of %(portal)s") % {"portal": settings.PORTAL_NAME}


@register.simple_tag
def mark():
    """Draw the mark of the portal; three petals take the colour of the text around."""
    return format_html('<svg aria-hidden="true"><use href="{}"></use></svg>', _symbol("mark"))


@register.simple_tag
@cache
def kawung(step, ground="cloth"):
    """Draw one kawung with `step` petals filled, 0 to 4; `ground="paper"` for use outside a cloth."""
    return format_html(
        '<svg class="{} k{}" viewBox="0 0 48 48" aria-hidden="true"><use href="{}"></use></svg>',
        "so-petal" if ground == "paper" else "so-kw",
        step,
        _symbol("kawung"),
    )


@register.simple_tag
def state(subject, kind="", size=""):
    """Show the state of an object, or of a bare name, by its word, colour and icon."""
    found = state_of(subject, kind)
    return format_html(
        '<span class="so-state is-{}{}">{}{}</span>',
        found.tone,
        " is-lg" if size == "large" else "",
        icon(found.icon),
        found.word,
    )


@register.inclusion_tag("components/_tab.html", takes_context=True)
def tab(context, label, url_name, *args, prefix=False):
    """One tab of a work area; it is current on its own address, with `prefix=True` also on those below it."""
    url = reverse(url_name, args=args)
    path = context["request"].path
    return {"label": label, "url": url, "is_current": path.startswith(url) if prefix else path == url}


@register.inclusion_tag("components/_pagination.html", takes_context=True)
def paginate(context, page_obj):
    """Links to the previous and next page and where one is, keeping the rest of the query."""
    return {"page_obj": page_obj, "request": context["request"]}
