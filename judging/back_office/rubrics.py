from decimal import Decimal

from django import forms
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, RowsPanel
from judging.enums import RubricScale
from judging.models import Rubric
from judging.selectors.rubrics import problem_of_weights, sum_of_weights
from judging.services.rubrics import copy_rubric


class RubricForm(WagtailAdminModelForm):
    """Lets points go to 100, whatever was typed as the highest score."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("scale") == RubricScale.POINTS:
            cleaned["scale_maximum"] = 100
        return cleaned


class WeightsPanel(HelpPanel):
    """The sum of the weights beside them: of what is stored, and while typing of what is typed."""

    def __init__(self, **kwargs):
        super().__init__(**{"template": "judging/admin/_weights.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        class Media:
            js = [forms.Script("js/weights.js", defer=True)]

        def get_context_data(self, parent_context=None):
            total = sum_of_weights(self.instance) if self.instance.pk else Decimal(0)
            return super().get_context_data(parent_context) | {"total": total, "is_full": total == 100}


class WarnsOfWeights:
    """For views that save a rubric: weights may sum to something else for now, only opening a round needs 100."""

    def form_valid(self, form):
        response = super().form_valid(form)
        problem = problem_of_weights(self.object)
        if problem:
            messages.warning(self.request, problem)
        return response


class RubricCreateView(WarnsOfWeights, generic.CreateView):
    pass


class RubricIndexView(PortalIndexView):
    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        url = reverse("rubrics:copy-version", args=[instance.pk])
        return [*buttons, Button(_("Copy as a new version"), url=url, icon_name="copy", priority=15)]


class RubricEditView(WarnsOfWeights, generic.EditView):
    """A rubric that a round is judged by is not edited: its sheets would mean something else."""

    def dispatch(self, request, *args, **kwargs):
        if Rubric.objects.filter(pk=kwargs["pk"], frozen_at__isnull=False).exists():
            messages.warning(
                request, _("This rubric is in use and cannot be changed. Copy it as a new version instead.")
            )
            return redirect("rubrics:inspect", pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class RubricInspectView(generic.InspectView):
    page_title = gettext_lazy("Rubric")

    def get_context_data(self, **kwargs):
        return super().get_context_data(problem=problem_of_weights(self.object), **kwargs)

    @cached_property
    def header_more_buttons(self):
        url = reverse("rubrics:copy-version", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("Copy as a new version"), url=url, icon_name="copy")]


class RubricCopyView(ActionView):
    permission = "judging.run_round"
    model = Rubric
    back_url_name = "rubrics:index"
    page_title = gettext_lazy("Copy as a new version")
    header_icon = "copy"
    submit_label = gettext_lazy("Copy")
    consequences = (gettext_lazy("A new version with the same criteria is made, which can be changed."),)

    def perform(self):
        self.copy = copy_rubric(self.object.pk)
        return _("Version %(version)s of the rubric is made.") % {"version": self.copy.version}

    def get_success_url(self):
        return reverse("rubrics:edit", args=[self.copy.pk])


class RubricViewSet(PortalViewSet):
    model = Rubric
    name = "rubrics"
    url_prefix = "penilaian/rubrik"
    icon = "list-ol"
    menu_label = gettext_lazy("Rubrics")
    menu_order = 200
    list_display = [
        *("name", "version"),
        Column("scale", label=gettext_lazy("Scale"), accessor="get_scale_display"),
        *("scale_maximum", "frozen_at"),
    ]
    search_fields = ["name"]
    index_view_class = RubricIndexView
    add_view_class = RubricCreateView
    edit_view_class = RubricEditView
    inspect_view_enabled = True
    inspect_view_class = RubricInspectView
    inspect_template_name = "judging/admin/rubric.html"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("scale"), FieldPanel("scale_maximum")]),
            FieldPanel("level_labels"),
            RowsPanel(
                "criteria",
                heading=gettext_lazy("Criteria"),
                label=gettext_lazy("Criterion"),
                min_num=1,
                panels=[
                    FieldRowPanel([FieldPanel("name"), FieldPanel("code"), FieldPanel("weight")]),
                    FieldPanel("guidance"),
                    FieldPanel("level_descriptors"),
                    FieldRowPanel([FieldPanel("is_required"), FieldPanel("comment_policy")]),
                    FieldRowPanel([FieldPanel("tie_break_order"), FieldPanel("sort_order")]),
                ],
            ),
            WeightsPanel(heading=gettext_lazy("Sum of the weights")),
        ],
        base_form_class=RubricForm,
    )

    def get_urlpatterns(self):
        copy = self.construct_view(RubricCopyView)
        return [*super().get_urlpatterns(), path("copy-version/<int:pk>/", copy, name="copy-version")]
