"""The report of who can do what, and the act on accounts that nobody uses."""

from collections import OrderedDict

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.accounts.closing import close_unused_accounts
from innovation_portal.accounts.fresh_login import FreshLoginForExport, FreshLoginRequired
from innovation_portal.accounts.models import User
from innovation_portal.accounts.provider import is_provider_set
from innovation_portal.accounts.role_changes import MANAGES_PEOPLE
from innovation_portal.accounts.roles import Role
from innovation_portal.accounts.rules import may_change_access
from innovation_portal.accounts.selectors import unused_accounts
from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.back_office import ActionView, SafeExportMixin
from innovation_portal.utils.formats import short_moment
from judging.selectors.access import people_with_access
from submissions.models import Agency

ADMINISTRATOR = "administrator"
STATES = {
    "unused": gettext_lazy("Not signed in for a year"),
    "no_second_factor": gettext_lazy("No second factor though required"),
    "open": gettext_lazy("Active"),
    "closed": gettext_lazy("Closed"),
}


def roles_of(person) -> str:
    names = [str(Role(group.name).label) for group in person.groups.all() if group.name in Role.values]
    return ", ".join([*([_("Administrator")] if person.is_superuser else []), *sorted(names)])


def agencies_of(person) -> str:
    return "; ".join(f"{part.agency} ({part.get_role_display()})" for part in person.agency_parts)


def panels_of(person) -> str:
    chair = _("chair")
    return "; ".join(f"{seat.round}{f' ({chair})' if seat.is_chair else ''}" for seat in person.seats)


def second_factor_of(person) -> str:
    if person.has_second_factor:
        return _("yes")
    return _("missing") if person.needs_second_factor else _("no")


def provider_link_of(person) -> str:
    return _("yes") if person.has_provider_link else _("no")


def last_sign_in_of(person) -> str:
    return short_moment(person.last_login) if person.last_login else _("never")


# What a file says of a person, by the names of its columns.
CELLS = {
    "name": lambda person: person.name,
    "email": lambda person: person.email,
    "position": lambda person: person.position,
    "roles": roles_of,
    "agencies": agencies_of,
    "panels": panels_of,
    "last_login": lambda person: person.last_login,
    "second_factor": second_factor_of,
    "provider": provider_link_of,
    "state": lambda person: _("Active") if person.is_active else _("Closed"),
}


class AccessFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"),
        choices=[*Role.choices, (ADMINISTRATOR, gettext_lazy("Administrator"))],
        method="by_role",
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )
    agency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Agency"), field_name="memberships__agency", queryset=Agency.objects.all()
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=list(STATES.items()),
        method="by_state",
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = User
        fields = ["role", "agency", "state"]

    def by_role(self, people, _name, role):
        return people.filter(is_superuser=True) if role == ADMINISTRATOR else people.filter(groups__name=role)

    def by_state(self, people, _name, state):
        if state == "unused":
            return people.filter(pk__in=unused_accounts().values("pk"))
        if state == "no_second_factor":
            return people.filter(is_active=True, needs_second_factor=True, has_second_factor=False)
        return people.filter(is_active=state == "open")


class PeopleManagers(ModelPermissionPolicy):
    def user_has_permission(self, user, action):
        return action == "view" and user.has_perm(MANAGES_PEOPLE)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class AccessReport(FreshLoginForExport, SafeExportMixin, ReportView):
    permission_policy = PeopleManagers(User)
    permission_required = "view"
    page_title = gettext_lazy("Who can do what")
    header_icon = "key"
    index_url_name = "access_report"
    index_results_url_name = "access_report_results"
    filterset_class = AccessFilterSet
    is_searchable = True
    search_fields = ["name", "email"]
    export_headings = {
        "name": gettext_lazy("Name"),
        "email": gettext_lazy("E-mail address"),
        "position": gettext_lazy("Position"),
        "roles": gettext_lazy("Roles"),
        "agencies": gettext_lazy("Agencies"),
        "panels": gettext_lazy("Panels"),
        "last_login": gettext_lazy("Last sign-in"),
        "second_factor": gettext_lazy("Second factor"),
        "provider": gettext_lazy("Identity provider"),
        "state": gettext_lazy("State"),
    }
    all_columns = [
        TitleColumn("name", label=gettext_lazy("Person"), url_name="wagtailusers_users:edit", sort_key="name"),
        Column("roles", label=gettext_lazy("Roles"), accessor=roles_of),
        Column("agencies", label=gettext_lazy("Agencies"), accessor=agencies_of),
        Column("panels", label=gettext_lazy("Panels"), accessor=panels_of),
        Column("last_login", label=gettext_lazy("Last sign-in"), accessor=last_sign_in_of, sort_key="last_login"),
        StatusTagColumn(
            "second_factor",
            label=gettext_lazy("Second factor"),
            accessor=second_factor_of,
            primary=lambda person: person.has_second_factor,
        ),
        Column("provider", label=gettext_lazy("Identity provider"), accessor=provider_link_of),
        StatusTagColumn(
            "is_active",
            label=gettext_lazy("State"),
            accessor=CELLS["state"],
            primary=lambda person: person.is_active,
            sort_key="is_active",
        ),
    ]

    @property
    def list_export(self):
        return [name for name in CELLS if name != "provider" or is_provider_set()]

    @property
    def columns(self):
        return [column for column in self.all_columns if column.name != "provider" or is_provider_set()]

    def get(self, request, *args, **kwargs):
        if self.is_export:
            note_read(request.user, ProtectedRead.CONTACTS)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        return people_with_access()

    def to_row_dict(self, item):
        return OrderedDict((name, CELLS[name](item)) for name in self.list_export)

    def get_filename(self):
        return "hak-akses"

    @property
    def header_buttons(self):
        close = HeaderButton(_("Close unused accounts"), url=reverse("access_close_unused"), icon_name="lock")
        return [*super().header_buttons, close]


class CloseForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Accounts to close"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one account.")},
    )

    def __init__(self, *args, unused, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in unused]).order_by("name")
        field.label_from_instance = lambda person: f"{person.name} ({person.email}), {last_sign_in_of(person)}"


class CloseUnused(FreshLoginRequired, ActionView):
    """Closes the ticked accounts of those that nobody has used for a year. None is ticked beforehand."""

    permission = MANAGES_PEOPLE
    page_title = gettext_lazy("Close unused accounts")
    header_icon = "lock"
    form_class = CloseForm
    submit_label = gettext_lazy("Close the ticked accounts")
    back_url_name = "access_report"
    is_dangerous = True
    template_name = "judging/admin/close_unused.html"

    @cached_property
    def unused(self):
        return [person for person in unused_accounts() if may_change_access(self.request.user, person)]

    @property
    def consequences(self):
        if not self.unused:
            return (_("Every open account was used within the last year. There is nothing to close."),)
        return (
            _("These people have not signed in for a year. The date behind a name is their last sign-in."),
            _("They cannot sign in any more. Their work stays, and you can open an account again."),
        )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unused": self.unused}

    def perform(self, people):
        closed = close_unused_accounts([person.pk for person in people], actor=self.request.user)
        if not closed:
            raise ValidationError(_("These accounts were closed or used meanwhile."), code="stale")
        text = ngettext("%(count)s account is closed.", "%(count)s accounts are closed.", len(closed))
        return text % {"count": len(closed)}


class AccessMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MANAGES_PEOPLE)


@hooks.register("register_reports_menu_item")
def register_access_menu_item():
    icon = AccessReport.header_icon
    return AccessMenuItem(_("Who can do what"), reverse("access_report"), name="access", icon_name=icon, order=400)


@hooks.register("register_admin_urls")
def register_access_urls():
    return [
        path("reports/hak-akses/", AccessReport.as_view(), name="access_report"),
        path("reports/hak-akses/results/", AccessReport.as_view(results_only=True), name="access_report_results"),
        path("reports/hak-akses/tutup/", CloseUnused.as_view(), name="access_close_unused"),
    ]
