from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from innovation_portal.accounts.models import User
from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet
from judging.back_office.allocation import JudgeAssignment
from judging.back_office.panel import JudgeDeparture, JudgeSeat, JudgeUnseat, SeatChange
from judging.back_office.round_pages import RoundAction, RoundMixin
from judging.enums import RoundState
from judging.models import Round
from judging.selectors.conflicts import conflicts_of
from judging.selectors.progress import progress_by_entry, progress_by_judge, progress_of
from judging.selectors.results import result_runs_visible_to
from judging.selectors.rounds import problems_of_opening, rounds_with_counts
from judging.services.conflicts import record_conflict
from judging.services.rounds import open_round
from submissions.models import Submission


class RoundForm(WagtailAdminModelForm):
    """Once a round is open, only its closing moment and the rules for its judges and sheets may still change."""

    FIXED_WHEN_OPEN = ("edition", "kind", "rubric", "seed")
    FIXED_WHEN_SEALED = ("closes_at", "demands_expertise", "least_sheets")

    def clean(self):
        cleaned = super().clean()
        if self.instance.state != RoundState.PREPARATION:
            is_sealed = self.instance.state == RoundState.SEALED
            fixed = [*self.FIXED_WHEN_OPEN, *(self.FIXED_WHEN_SEALED if is_sealed else [])]
            for name in set(fixed) & set(self.changed_data):
                self.add_error(name, _("The round has begun; this stays as it is."))
        return cleaned


class RoundDesk(RoundMixin, WagtailAdminTemplateMixin, TemplateView):
    """Everything about one round: what is missing, panel, progress, conflicts, results."""

    template_name = "judging/admin/round.html"
    page_title = gettext_lazy("Round")
    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("judging.run_round"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def header_more_buttons(self):
        return [Button(_("Edit"), url=reverse("rounds:edit", args=[self.round.pk]), icon_name="edit")]

    def get_context_data(self, **kwargs):
        round_ = self.round
        is_new = round_.state == RoundState.PREPARATION
        return super().get_context_data(
            round=round_,
            is_open=round_.state == RoundState.OPEN,
            is_sealed=round_.state == RoundState.SEALED,
            problems=[text for problem in problems_of_opening(round_) for text in problem.messages] if is_new else [],
            panel=progress_by_judge(round_).prefetch_related("categories"),
            progress=progress_of(round_),
            conflicts=conflicts_of(round_)[:50],
            runs=result_runs_visible_to(self.request.user).filter(round=round_),
            **kwargs,
        )


class RoundOpen(RoundAction):
    page_title = gettext_lazy("Open the round")
    header_icon = "check"
    submit_label = gettext_lazy("Open the round")
    consequences = (
        gettext_lazy("The rubric is frozen: its criteria, weights and levels can no longer change."),
        gettext_lazy("The verified submissions of the edition become the entries; you can assign judges then."),
    )

    def perform(self):
        open_round(self.round.pk, actor=self.request.user)
        return _("The round is open. Assign the judges now.")


class RecordedConflictForm(forms.Form):
    judge = forms.ModelChoiceField(label=gettext_lazy("Judge"), queryset=User.objects.none())
    submission = forms.ModelChoiceField(
        label=gettext_lazy("Registration number"),
        queryset=Submission.objects.none(),
        to_field_name="registration_number",
        widget=forms.TextInput,
        error_messages={"invalid_choice": gettext_lazy("No submission of this edition has this number.")},
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=250)

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["judge"].queryset = User.objects.filter(panel_seats__round=round_).order_by("name")
        self.fields["submission"].queryset = Submission.objects.filter(edition=round_.edition_id)


class ConflictRecord(RoundAction):
    page_title = gettext_lazy("Record a conflict of interest")
    header_icon = "warning"
    submit_label = gettext_lazy("Record")
    form_class = RecordedConflictForm
    consequences = (
        gettext_lazy("The judge is withdrawn from the entry in every round that is not sealed."),
        gettext_lazy("The conflict is kept for ever."),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"round_": self.round}

    def perform(self, **data):
        record_conflict(actor=self.request.user, **data)
        return _("The conflict is recorded. Assign judges again to fill the gap.")


class EntryProgress(RoundMixin, BaseListingView):
    """How many sheets each entry has, the emptiest first."""

    page_title = gettext_lazy("Progress by entry")
    header_icon = "tasks"
    index_url_name = "rounds:index"
    paginate_by = 50
    columns = [
        Column("submission", label=gettext_lazy("Registration number"), accessor="submission.registration_number"),
        Column("title", label=gettext_lazy("Title")),
        Column("agency_name", label=gettext_lazy("Agency")),
        NumberColumn("assigned", label=gettext_lazy("Assigned")),
        NumberColumn("submitted", label=gettext_lazy("Handed in")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("judging.run_round"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return progress_by_entry(self.round)


class RoundIndexView(PortalIndexView):
    def get_base_queryset(self):
        return rounds_with_counts().order_by("-edition__year", "pk")


class RoundViewSet(PortalViewSet):
    model = Round
    name = "rounds"
    url_prefix = "penilaian/babak"
    icon = "tasks"
    menu_label = gettext_lazy("Rounds")
    menu_order = 100
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Round"), url_name="rounds:desk"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        NumberColumn("panel_count", label=gettext_lazy("Judges")),
        NumberColumn("assigned_count", label=gettext_lazy("Assigned")),
        NumberColumn("submitted_count", label=gettext_lazy("Handed in")),
    ]
    index_view_class = RoundIndexView
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("edition"), FieldPanel("kind")]),
            FieldPanel("rubric"),
            FieldRowPanel([FieldPanel("closes_at"), FieldPanel("seed")]),
            FieldRowPanel([FieldPanel("demands_expertise"), FieldPanel("least_sheets")]),
        ],
        base_form_class=RoundForm,
    )

    def get_urlpatterns(self):
        views = (
            ("<int:pk>/", RoundDesk, "desk"),
            ("<int:pk>/buka/", RoundOpen, "open"),
            ("<int:pk>/juri/", JudgeSeat, "seat"),
            ("<int:pk>/juri/<int:seat_pk>/", SeatChange, "change-seat"),
            ("<int:pk>/juri/<int:seat_pk>/keluar/", JudgeUnseat, "unseat"),
            ("<int:pk>/juri/<int:seat_pk>/berhenti/", JudgeDeparture, "depart"),
            ("<int:pk>/penugasan/", JudgeAssignment, "assign"),
            ("<int:pk>/benturan/", ConflictRecord, "record-conflict"),
            ("<int:pk>/kemajuan/", EntryProgress, "progress"),
        )
        own = [path(address, self.construct_view(view), name=name) for address, view, name in views]
        return [*super().get_urlpatterns(), *own]
