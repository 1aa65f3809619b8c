"""The queue of what waits for verification, with its filters."""

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import PortalIndexView
from innovation_portal.utils.formats import short_moment
from submissions.models import Edition, EditionCategory, Region, Submission
from submissions.selectors.claims import active_claims, claim_on
from submissions.selectors.verification import free_to_verify, verification_queue


def category_names():
    names = EditionCategory.objects.order_by("name").values_list("name", flat=True).distinct()
    return [(name, name) for name in names]


class QueueFilterSet(WagtailFilterSet):
    edition = django_filters.ModelChoiceFilter(label=gettext_lazy("Edition"), queryset=Edition.objects.all())
    category = django_filters.ChoiceFilter(
        label=gettext_lazy("Category"), field_name="category__name", choices=category_names
    )
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"), field_name="innovation__agency__region", queryset=Region.objects.all()
    )
    desk = django_filters.ChoiceFilter(
        label=gettext_lazy("Worked on by"),
        choices=[("mine", gettext_lazy("Me")), ("nobody", gettext_lazy("Nobody"))],
        method="by_desk",
    )
    second = django_filters.ChoiceFilter(
        label=gettext_lazy("Second verifier"),
        choices=[("waits", gettext_lazy("Waits for a second verifier"))],
        method="by_second",
    )

    class Meta:
        model = Submission
        fields = ["edition", "category", "region", "desk", "second"]

    def by_desk(self, queryset, name, value):
        if value == "mine":
            return queryset.filter(claim__in=active_claims().filter(verifier=self.request.user))
        return queryset.exclude(claim__in=active_claims())

    def by_second(self, queryset, name, value):
        return queryset.filter(is_proposed=True)


def worked_on_by(submission):
    claim = claim_on(submission)
    if claim is None:
        return ""
    values = {"name": claim.verifier.name, "moment": short_moment(claim.claimed_at)}
    return _("%(name)s, since %(moment)s") % values


def note_on(submission):
    if submission.is_own:
        return _("Own agency")
    return _("Waits for a second verifier") if submission.is_proposed else ""


class QueueView(PortalIndexView):
    model = Submission
    permission_policy = ModelPermissionPolicy(Submission)
    any_permission_required = ["verify"]
    template_name = "submissions/admin/queue.html"
    page_title = gettext_lazy("Verification")
    header_icon = "tasks"
    index_url_name = "verification:index"
    index_results_url_name = "verification:index_results"
    paginate_by = 50
    search_fields = ["innovation__title", "innovation__agency__name", "registration_number"]
    default_ordering = "handed_in_at"
    filterset_class = QueueFilterSet
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Innovation"),
            accessor="innovation.title",
            url_name="verification:decide",
            width="30%",
        ),
        Column("agency", label=gettext_lazy("Agency"), accessor="innovation.agency"),
        Column("registration_number", label=gettext_lazy("Number")),
        Column(
            "handed_in_at",
            label=gettext_lazy("Submitted"),
            accessor=lambda submission: short_moment(submission.handed_in_at),
            sort_key="handed_in_at",
        ),
        Column("worked_on_by", label=gettext_lazy("Worked on by"), accessor=worked_on_by),
        StatusTagColumn(
            "is_own",
            label=gettext_lazy("Note"),
            accessor=note_on,
        ),
    ]

    def get_base_queryset(self):
        return verification_queue(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(free_count=free_to_verify(self.request.user).count(), **kwargs)

    @property
    def no_results_message(self):
        return _("Nothing waits for verification.")
