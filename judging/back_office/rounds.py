from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from innovation_portal.accounts.models import User
from innovation_portal.utils.back_office import PortalIndexView, PortalViewSet
from judging.back_office.allocation import JudgeAssignment
from judging.back_office.entries import EntryAdd, EntryForm, EntryRemove, RoundEntries
from judging.back_office.panel import JudgeDeparture, JudgeSeat, JudgeUnseat, SeatChange
from judging.back_office.redactions import RedactionRemoval, Redactions
from judging.back_office.round_pages import RoundAction, RoundMixin, RoundPage
from judging.back_office.rubric_replacement import RubricReplacement
from judging.back_office.sitting_days import SITTING_DAY_PAGES
from judging.back_office.slots import SLOT_PAGES
from judging.back_office.timetables import TIMETABLE_PAGES
from judging.enums import RoundKind, RoundState
from judging.models import Round
from judging.selectors.blinding import hides_names
from judging.selectors.conduct import has_agreements
from judging.selectors.conflicts import conflicts_of
from judging.selectors.entries import changes_by_hand, previous_round
from judging.selectors.opening import problems_of_opening
from judging.selectors.progress import progress_by_entry, progress_by_judge, progress_of
from judging.selectors.results import result_runs_visible_to
from judging.selectors.rounds import rounds_with_counts
from judging.services.conflicts import record_conflict
from judging.services.rounds import open_round
from submissions.enums import CataloguePolicy


class RoundForm(WagtailAdminModelForm):
    """The rules of a round are fixed before it opens; until its seal what concerns its judges and dates may change."""

    FREE_WHEN_OPEN = {
        *("closes_at", "judges_per_entry", "least_sheets", "demands_expertise", "name", "discrepancy_threshold"),
        *("presentation_minutes", "question_minutes"),
    }

    def clean_code_of_conduct(self):
        return "\n".join(self.cleaned_data["code_of_conduct"].splitlines())  # browsers send other line ends

    def clean(self):
        cleaned = super().clean()
        changed = set(self.changed_data)
        if cleaned.get("code_of_conduct") == self.initial.get("code_of_conduct"):
            changed.discard("code_of_conduct")
        free = {
            RoundState.PREPARATION: set(self.fields),
            RoundState.OPEN: self.FREE_WHEN_OPEN,
            RoundState.SEALED: {"name"},
        }[self.instance.state]
        if self.instance.state == RoundState.OPEN and not has_agreements(self.instance):
            free = {*free, "code_of_conduct"}
        for name in changed - free:
            self.add_error(name, _("The round has begun; this stays as it is."))
        return cleaned


class RoundDesk(RoundPage):
    """Everything about one round: what is missing, panel, progress, conflicts, results."""

    template_name = "judging/admin/round.html"
    page_title = gettext_lazy("Round")
    header_icon = "tasks"

    @property
    def header_more_buttons(self):
        return [Button(_("Edit"), url=reverse("rounds:edit", args=[self.round.pk]), icon_name="edit")]

    def get_context_data(self, **kwargs):
        round_ = self.round
        is_new = round_.state == RoundState.PREPARATION
        return super().get_context_data(
            round=round_,
            is_new=is_new,
            is_open=round_.state == RoundState.OPEN,
            is_sealed=round_.state == RoundState.SEALED,
            has_timetable=round_.kind == RoundKind.PRESENTATION,
            problems=[text for problem in problems_of_opening(round_) for text in problem.messages] if is_new else [],
            panel=progress_by_judge(round_).prefetch_related("categories"),
            progress=progress_of(round_),
            conflicts=conflicts_of(round_)[:50],
            runs=result_runs_visible_to(self.request.user).filter(round=round_),
            changed_count=changes_by_hand(round_).count(),
            before=previous_round(round_),
            is_public_too_early=hides_names(round_)
            and round_.edition.catalogue_policy == CataloguePolicy.AFTER_VERIFICATION,
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


class RecordedConflictForm(EntryForm):
    judge = forms.ModelChoiceField(label=gettext_lazy("Judge"), queryset=User.objects.none())
    field_order = ["judge"]

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, round_=round_, **kwargs)
        self.fields["judge"].queryset = User.objects.filter(panel_seats__round=round_).order_by("name")


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
        return rounds_with_counts().order_by("-edition__year", "number")


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
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("edition"), FieldPanel("number")]),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
                    FieldRowPanel([FieldPanel("closes_at"), FieldPanel("seed")]),
                    FieldRowPanel([FieldPanel("presentation_minutes"), FieldPanel("question_minutes")]),
                ],
                heading=gettext_lazy("Round"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("rubric"),
                    FieldRowPanel([FieldPanel("judges_per_entry"), FieldPanel("least_sheets")]),
                    FieldRowPanel([FieldPanel("demands_expertise"), FieldPanel("is_blind")]),
                ],
                heading=gettext_lazy("Scoring"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("method"),
                    FieldPanel("shrinkage"),
                    FieldRowPanel([FieldPanel("least_sheets_per_entry"), FieldPanel("least_sheets_per_judge")]),
                    FieldRowPanel([FieldPanel("first_tie_break"), FieldPanel("second_tie_break")]),
                    FieldPanel("discrepancy_threshold"),
                ],
                heading=gettext_lazy("Calculation"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("advance_count"), FieldPanel("advance_pool")]),
                    FieldRowPanel([FieldPanel("passing_grade"), FieldPanel("weight")]),
                ],
                heading=gettext_lazy("Who goes on, and what counts"),
                help_text=gettext_lazy(
                    "With a number and a passing grade both must be met. Who shares the last place goes on as well."
                ),
            ),
            MultiFieldPanel([FieldPanel("code_of_conduct")], heading=gettext_lazy("Code of conduct")),
            MultiFieldPanel([FieldPanel("feedback_policy")], heading=gettext_lazy("What agencies read")),
        ],
        base_form_class=RoundForm,
    )

    def get_urlpatterns(self):
        views = (
            ("<int:pk>/", RoundDesk, "desk"),
            ("<int:pk>/buka/", RoundOpen, "open"),
            ("<int:pk>/rubrik/", RubricReplacement, "replace-rubric"),
            ("<int:pk>/juri/", JudgeSeat, "seat"),
            ("<int:pk>/juri/<int:seat_pk>/", SeatChange, "change-seat"),
            ("<int:pk>/juri/<int:seat_pk>/keluar/", JudgeUnseat, "unseat"),
            ("<int:pk>/juri/<int:seat_pk>/berhenti/", JudgeDeparture, "depart"),
            ("<int:pk>/penugasan/", JudgeAssignment, "assign"),
            ("<int:pk>/benturan/", ConflictRecord, "record-conflict"),
            ("<int:pk>/kemajuan/", EntryProgress, "progress"),
            ("<int:pk>/peserta/", RoundEntries, "entries"),
            ("<int:pk>/peserta/tambah/", EntryAdd, "add-entry"),
            ("<int:pk>/peserta/keluarkan/", EntryRemove, "remove-entry"),
            ("<int:pk>/sensor/", Redactions, "redactions"),
            ("<int:pk>/sensor/<int:redaction_pk>/", RedactionRemoval, "show-again"),
            *TIMETABLE_PAGES,
            *SITTING_DAY_PAGES,
            *SLOT_PAGES,
        )
        own = [path(address, self.construct_view(view), name=name) for address, view, name in views]
        return [*super().get_urlpatterns(), *own]
