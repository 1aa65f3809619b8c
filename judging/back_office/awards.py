from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet
from judging.back_office.revocations import AwardRevocation
from judging.enums import AwardState
from judging.models import AwardLevel
from judging.selectors.awards import were_all_revoked
from judging.selectors.objections import problems_of_finalising
from judging.selectors.results import awards_of_edition, editions_with_judging, sealed_run_of
from judging.services.awards import announce_awards, finalise_awards
from judging.services.editions import clone_edition
from submissions.models import Edition


class AwardLevelIndexView(PortalIndexView):
    def get_base_queryset(self):
        return AwardLevel.objects.select_related("edition").order_by("-edition__year", "sort_order", "pk")


class AwardLevelViewSet(PortalViewSet):
    model = AwardLevel
    name = "award_levels"
    url_prefix = "penilaian/jenjang"
    icon = "pick"
    menu_label = gettext_lazy("Award levels")
    menu_order = 500
    index_view_class = AwardLevelIndexView
    list_display = [
        "name",
        "edition",
        "kind",
        NumberColumn("places", label=gettext_lazy("Places")),
        NumberColumn("sort_order", label=gettext_lazy("Order")),
    ]
    list_filter = ["edition", "kind"]
    panels = [
        FieldPanel("edition"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("places"), FieldPanel("sort_order")]),
    ]


class MayAnnounce:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("judging.announce_awards"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class EditionMixin:
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return self.edition.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("awards:index"), "label": _("Awards by edition")},
            {"url": reverse("awards:desk", args=[self.edition.pk]), "label": self.edition.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_back_url(self):
        return reverse("awards:desk", args=[self.edition.pk])


class EditionIndex(MayAnnounce, BaseListingView):
    page_title = gettext_lazy("Awards by edition")
    header_icon = "pick"
    index_url_name = "awards:index"
    paginate_by = 50
    columns = [
        TitleColumn("name", label=gettext_lazy("Edition"), url_name="awards:desk"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        NumberColumn("award_count", label=gettext_lazy("Awards")),
    ]

    def get_base_queryset(self):
        return editions_with_judging()


class AwardDesk(MayAnnounce, EditionMixin, WagtailAdminTemplateMixin, TemplateView):
    """Levels, sealed result and awards of one edition, with what may be done next."""

    template_name = "judging/admin/awards.html"
    page_title = gettext_lazy("Awards")
    header_icon = "pick"

    def get_context_data(self, **kwargs):
        awards = list(awards_of_edition(self.edition))
        has_provisional = any(award.state == AwardState.PROVISIONAL for award in awards)
        problems = problems_of_finalising(self.edition) if has_provisional else []
        run = sealed_run_of(self.edition)
        return super().get_context_data(
            edition=self.edition,
            levels=self.edition.award_levels.all(),
            run=run,
            awards=awards,
            are_revoked=run is not None and were_all_revoked(run),
            has_provisional=has_provisional,
            problems=[text for problem in problems for text in problem.messages],
            **kwargs,
        )


class AwardAnnouncement(FreshLoginRequired, EditionMixin, ActionView):
    permission = "judging.announce_awards"
    page_title = gettext_lazy("Announce awards")
    header_icon = "mail"
    submit_label = gettext_lazy("Announce awards")
    consequences = (
        gettext_lazy("Levels go to the places of the sealed ranking; a tie at the edge of a level is not split."),
        gettext_lazy("They are provisional until the objection period is over and every objection is answered."),
        gettext_lazy("Members of the agencies get a mail, and the catalogue shows the innovations."),
    )

    def perform(self):
        awards = announce_awards(self.edition.pk, actor=self.request.user)
        return ngettext("%(count)s award is announced.", "%(count)s awards are announced.", len(awards)) % {
            "count": len(awards)
        }


class AwardFinalisation(FreshLoginRequired, EditionMixin, ActionView):
    permission = "judging.announce_awards"
    page_title = gettext_lazy("Make awards final")
    header_icon = "check"
    submit_label = gettext_lazy("Make awards final")
    consequences = (gettext_lazy("Certificates can be issued for final awards."),)

    def perform(self):
        finalise_awards(self.edition.pk, actor=self.request.user)
        return _("The awards are final.")


class CloneForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("Year of the new edition"), validators=[MinValueValidator(2010), MaxValueValidator(2100)]
    )


class EditionClone(EditionMixin, ActionView):
    permission = "submissions.run_edition"
    page_title = gettext_lazy("Clone the edition")
    header_icon = "copy"
    submit_label = gettext_lazy("Clone")
    form_class = CloneForm
    consequences = (
        gettext_lazy("Stages, categories, sections, declarations and reason codes are copied, dates moved by years."),
        gettext_lazy("Rounds get a new version of their rubric; award levels and certificate templates are copied."),
        gettext_lazy("Panels, submissions and results are not copied. The new edition is in preparation."),
    )

    def get_initial(self):
        return {"year": self.edition.year + 1}

    def perform(self, **data):
        self.clone = clone_edition(self.edition.pk, actor=self.request.user, **data)
        return _("“%(name)s” is ready to be prepared.") % {"name": self.clone.name}

    def get_success_url(self):
        return reverse("awards:desk", args=[self.clone.pk])

    def get_back_url(self):
        return reverse("awards:desk", args=[self.edition.pk])


class AwardMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("judging.announce_awards")


class AwardViewSet(ViewSet):
    name = "awards"
    url_prefix = "penilaian/penghargaan"
    icon = "pick"
    menu_label = gettext_lazy("Awards")
    menu_order = 600

    def get_menu_item(self, order=None):
        return AwardMenuItem(
            self.menu_label,
            reverse("awards:index"),
            name=self.name,
            icon_name=self.icon,
            order=order or self.menu_order,
        )

    def get_urlpatterns(self):
        views = (
            ("", EditionIndex, "index"),
            ("<int:pk>/", AwardDesk, "desk"),
            ("<int:pk>/umumkan/", AwardAnnouncement, "announce"),
            ("<int:pk>/final/", AwardFinalisation, "finalise"),
            ("<int:pk>/salin/", EditionClone, "clone"),
            ("cabut/<int:pk>/", AwardRevocation, "revoke"),
        )
        return [path(address, self.construct_view(view), name=name) for address, view, name in views]


@hooks.register("register_edition_buttons")
def edition_buttons(edition, user):
    """Lead from an edition to its awards and to next year's copy, which takes the judging along."""
    if user.has_perm("judging.announce_awards"):
        yield HeaderButton(_("Awards"), url=reverse("awards:desk", args=[edition.pk]), icon_name="pick", priority=70)
    if user.has_perm("submissions.run_edition"):
        yield HeaderButton(
            _("Clone the edition"), url=reverse("awards:clone", args=[edition.pk]), icon_name="copy", priority=80
        )
