"""The pattern page: every component of the look on one screen, for those who build and check the portal."""

import re
from pathlib import Path

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from innovation_portal.utils.states import STATES

COLOURS = ["cloth", "surface", "sunken", "ink", "ink-2", "indigo", "indigo-soft", "vat", "sogan", "ornament"]

MOTIFS = [
    ("kawung", _("Health")),
    ("ceplok", _("Education")),
    ("truntum", _("Social inclusion")),
    ("parang", _("Economy and work")),
    ("lereng", _("Disaster resilience")),
    ("nitik", _("Public administration")),
    ("gringsing", _("Energy and environment")),
    ("tumpal", _("Food security")),
]
PATH = [
    {"label": _("Written"), "note": _("All sections"), "when": "done"},
    {"label": _("Approved"), "note": _("By the person in charge"), "when": "now"},
    {"label": _("Submitted"), "note": "", "when": "later"},
    {"label": _("Verified"), "note": "", "when": "later"},
]


class PatternForm(forms.Form):
    """One field of each kind; sent empty it shows their errors."""

    title = forms.CharField(label=_("Title"), help_text=_("Short and plain."), max_length=60)
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), ("a", "A"), ("b", "B")])
    lineage = forms.ChoiceField(label=_("Lineage"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    file = forms.FileField(label=_("File"))
    score = forms.ChoiceField(label=_("Score"), choices=[(n, n) for n in range(1, 6)], widget=forms.RadioSelect)
    consent = forms.BooleanField(label=_("These facts are true."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout(
            *("title", "summary", "kind", "lineage", "file"),
            Field("score", template="bootstrap5/layout/score.html"),
            *("consent", Submit("", _("Send"))),
        )


class Patterns(FormView):
    """Open in the demonstration, elsewhere to superusers only."""

    template_name = "portal/patterns.html"
    form_class = PatternForm

    def dispatch(self, request, *args, **kwargs):
        if not (settings.DEMONSTRATION_ALLOWED or request.user.is_superuser):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        sprite = Path(finders.find("ornaments/icons.svg")).read_text()
        return super().get_context_data(
            colours=COLOURS,
            icons=re.findall(r'id="i-(\w+)"', sprite),
            motifs=MOTIFS,
            path=PATH,
            states=STATES,
            steps=range(5),
            **kwargs,
        )
