"""The competitions of the ministries by year, as data, and what is proposed to each."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, RowsPanel
from submissions.back_office.national import PERMISSION, ProposalViewSet, SecretariatPolicy
from submissions.back_office.national_import import ResultImportView
from submissions.forms.national import CandidatesForm
from submissions.models import NationalCompetition
from submissions.selectors.national import candidate_years, candidates_for, competitions_with_counts
from submissions.services.national import make_candidate
from submissions.services.national_competitions import add_known_competitions, clone_competition


class AddKnownView(ActionView):
    permission = PERMISSION
    page_title = gettext_lazy("Add the known years")
    submit_label = gettext_lazy("Add")
    back_url_name = "national_competitions:index"
    consequences = (
        gettext_lazy(
            "KIPP and IGA are added year by year as far as public sources tell, each with its source. Years that are "
            "here already stay as they are."
        ),
    )

    def perform(self):
        added = add_known_competitions(actor=self.request.user)
        text = ngettext("%(count)s competition was added.", "%(count)s competitions were added.", len(added))
        return text % {"count": len(added)}


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2010, max_value=2100)


class CompetitionActView(ActionView):
    permission = PERMISSION
    model = NationalCompetition

    def get_back_url(self):
        return reverse("national_competitions:edit", args=[self.object.pk])


class CloneView(CompetitionActView):
    page_title = gettext_lazy("Make another year")
    form_class = YearForm
    submit_label = gettext_lazy("Make it")
    consequences = (
        gettext_lazy(
            "Groups, sections and levels are taken over. Adjust them to the guideline of that year, then take the "
            "mark “to be confirmed” away."
        ),
    )

    def perform(self, year):
        self.made = clone_competition(self.object.pk, year=year, actor=self.request.user)
        return _("%(competition)s was made. Check it against its guideline.") % {"competition": self.made}

    def get_success_url(self):
        return reverse("national_competitions:edit", args=[self.made.pk])


class CandidatesView(CompetitionActView):
    """Verified innovations of one edition, the awarded first; those chosen become candidates."""

    page_title = gettext_lazy("Choose candidates")
    template_name = "submissions/national/candidates.html"
    form_class = CandidatesForm
    submit_label = gettext_lazy("Make them candidates")

    @cached_property
    def object(self):
        return get_object_or_404(NationalCompetition, pk=self.kwargs["pk"])

    @cached_property
    def years(self):
        return candidate_years(self.object)

    @cached_property
    def year(self):
        asked = self.request.GET.get("edisi", "")
        chosen = int(asked) if asked.isdecimal() else None
        return chosen if chosen in self.years else next(iter(self.years), None)

    @cached_property
    def candidates(self):
        return candidates_for(self.object, edition_year=self.year) if self.year else []

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "competition": self.object, "candidates": self.candidates}

    def perform(self, versions, group_id):
        """Make each a candidate by itself; those that the group refuses are named, and the others stay chosen."""
        titles = {one.version.pk: str(one.version.submission.innovation) for one in self.candidates}
        made = 0
        for version_id in versions:
            try:
                make_candidate(version_id, self.object.pk, actor=self.request.user, group_id=group_id)
                made += 1
            except ValidationError as error:
                messages.error(self.request, f"{titles[version_id]}: {error.messages[0]}")
        text = ngettext("%(count)s innovation is a candidate now.", "%(count)s innovations are candidates now.", made)
        return text % {"count": made}

    def get_success_url(self):
        return f"{reverse('national:index')}?year={self.object.year}&kind={self.object.kind}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            competition=self.object,
            candidates=self.candidates,
            chosen=[int(one) for one in self.request.POST.getlist("versions") if one.isdecimal()],
            years=self.years,
            year=self.year,
            **kwargs,
        )


class CompetitionIndexView(PortalIndexView):
    def get_base_queryset(self):
        return competitions_with_counts()

    @property
    def header_buttons(self):
        url = reverse("national_competitions:add_known")
        return [*super().header_buttons, HeaderButton(_("Add the known years"), url=url, icon_name="download")]


class CompetitionEditView(EditView):
    @property
    def header_buttons(self):
        acts = [
            ("candidates", _("Choose candidates"), "pick"),
            ("results", _("Import results"), "upload"),
            ("clone", _("Make another year"), "copy"),
        ]
        return [
            HeaderButton(label, url=reverse(f"national_competitions:{name}", args=[self.object.pk]), icon_name=icon)
            for name, label, icon in acts
        ]

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            self.produced_error_message = _("A group, section or level cannot be deleted once it was used.")
            return self.form_invalid(form)


class CompetitionViewSet(PortalViewSet):
    model = NationalCompetition
    name = "kompetisi-nasional"
    url_namespace = "national_competitions"
    url_prefix = "nasional/kompetisi"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Competitions")
    permission_policy = SecretariatPolicy(NationalCompetition, acts={"view", "add", "change", "delete"})
    index_view_class = CompetitionIndexView
    edit_view_class = CompetitionEditView
    ordering = ["-year", "-kind"]
    list_display = [
        "name",
        "year",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("section_count", label=gettext_lazy("Sections"), accessor="section_count"),
        Column("proposal_count", label=gettext_lazy("Proposals"), accessor="proposal_count"),
        BooleanColumn("needs_confirmation", label=gettext_lazy("To be confirmed")),
    ]
    list_filter = ["kind", "needs_confirmation"]
    list_export = ["kind", "year", "name", "opens_on", "closes_on", "maximum", "needs_confirmation", "source"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("kind"),
                    FieldPanel("year"),
                    FieldPanel("name"),
                    FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                    FieldPanel("maximum"),
                    FieldPanel("source"),
                    FieldPanel("needs_confirmation"),
                    FieldPanel("is_held"),
                ],
                heading=gettext_lazy("Competition"),
            ),
            ObjectList([RowsPanel("groups", label=gettext_lazy("Group"))], heading=gettext_lazy("Groups")),
            ObjectList([RowsPanel("sections", label=gettext_lazy("Section"))], heading=gettext_lazy("Form")),
            ObjectList([RowsPanel("levels", label=gettext_lazy("Level"))], heading=gettext_lazy("Levels")),
        ]
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("tahun-dikenal/", AddKnownView.as_view(), name="add_known"),
            path("<int:pk>/tahun-lain/", CloneView.as_view(), name="clone"),
            path("<int:pk>/hasil/", ResultImportView.as_view(), name="results"),
            path("<int:pk>/calon/", CandidatesView.as_view(), name="candidates"),
        ]


class NationalGroup(ViewSetGroup):
    menu_label = gettext_lazy("National track")
    menu_name = "national"
    menu_icon = "pick"
    menu_order = 135
    items = (ProposalViewSet(), CompetitionViewSet())


@hooks.register("register_admin_viewset")
def register_national():
    return NationalGroup()
