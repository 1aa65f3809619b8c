"""Editions with their stages and template, and what agencies owe in them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, RowsPanel
from innovation_portal.utils.formats import short_moment
from submissions.back_office.obligations import ObligationViewSet
from submissions.back_office.reminders import ReminderPlanView
from submissions.back_office.templates import TemplatesView, template_buttons, told_after_change
from submissions.enums import EditionState, StageKind
from submissions.models import Edition
from submissions.selectors.editions import stage_of
from submissions.services.edition_template import create_edition_from_template
from submissions.services.editions import finish_edition, open_edition
from submissions.services.templates import TEMPLATE_CHANGED, save_edition


class EditionPermissionPolicy(ModelPermissionPolicy):
    """Only an edition that was never opened can be deleted."""

    def user_has_permission_for_instance(self, user, action, instance):
        is_allowed = super().user_has_permission_for_instance(user, action, instance)
        return is_allowed and (action != "delete" or instance.state == EditionState.PREPARATION)


class NewEditionForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = ["year", "name", "theme"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Empty: Kompetisi Inovasi Pelayanan Publik and the year.")


class EditionForm(WagtailAdminModelForm):
    """The whole edition; sections may name only groups that it has.

    `earlier_template` is what saving has set aside, where it changed a template that is in use.
    """

    earlier_template = None

    def clean(self):
        cleaned = super().clean()
        if any(map(_names_gone_rows, (self.formsets["sections"], self.formsets["declarations"]))):
            raise ValidationError(TEMPLATE_CHANGED, code="stale")
        codes = {form.cleaned_data.get("code") for form in _kept(self.formsets["groups"])}
        for form in _kept(self.formsets["sections"]):
            unknown = [code for code in form.instance.group_codes if code not in codes]
            if unknown:
                message = _("There is no group with the code %(codes)s.")
                form.add_error("for_groups", ValidationError(message, params={"codes": ", ".join(unknown)}))
        return cleaned

    def save(self, commit=True):
        edition = super().save(commit=False)
        if commit:
            self.earlier_template = save_edition(edition, actor=self.for_user)
        return edition


def _names_gone_rows(formset) -> bool:
    """Say whether the page was opened when other rows were the present template's."""
    is_id = re.compile(rf"{formset.prefix}-\d+-id").fullmatch
    named = {value for name, value in formset.data.items() if is_id(name)} - {""}
    return not named <= {str(row.pk) for row in formset.get_queryset()}


def _kept(formset):
    return [form for form in formset.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]


class EditionStepView(ActionView):
    model = Edition
    permission = "submissions.run_edition"

    def get_back_url(self):
        return reverse("editions:edit", args=[self.object.pk])


class NewEditionView(ActionView):
    permission = "submissions.add_edition"
    page_title = gettext_lazy("New edition")
    form_class = NewEditionForm
    submit_label = gettext_lazy("Create")
    consequences = (
        gettext_lazy(
            "Aspects, word limits, declarations, reason codes and usual dates are taken from KIPP 2023. Adjust them "
            "before you open the edition."
        ),
    )

    def perform(self, **data):
        given = {name: value for name, value in data.items() if value}
        self.edition = create_edition_from_template(given.pop("year"), actor=self.request.user, **given)
        return _("%(edition)s was created. Check its dates, then open it.") % {"edition": self.edition}

    def get_success_url(self):
        return reverse("editions:edit", args=[self.edition.pk])

    def get_back_url(self):
        return reverse("editions:index")


class OpenEditionView(EditionStepView):
    page_title = gettext_lazy("Open edition")
    submit_label = gettext_lazy("Open the edition")
    consequences = (
        gettext_lazy("Every obliged agency gets its obligation and a mail to its members."),
        gettext_lazy("Opening an open edition again only adds the agencies that have come since."),
    )

    def perform(self):
        edition = open_edition(self.object.pk, actor=self.request.user)
        counts = {"edition": edition, "count": edition.obligations.count()}
        return _("%(edition)s is open. %(count)s agencies are obliged.") % counts


class FinishEditionView(EditionStepView):
    page_title = gettext_lazy("Finish edition")
    submit_label = gettext_lazy("Finish the edition")
    consequences = (gettext_lazy("Nothing can be written or submitted in a finished edition. This cannot be undone."),)
    is_dangerous = True

    def perform(self):
        return _("%(edition)s is finished.") % {"edition": finish_edition(self.object.pk, actor=self.request.user)}


class EditionIndexView(PortalIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("stages")


class EditionEditView(EditView):
    """Apps above add buttons by the hook `register_edition_buttons(edition, user)`, which gives an iterable."""

    @property
    def header_buttons(self):
        steps = {
            EditionState.PREPARATION: [("open", _("Open edition"), "check")],
            EditionState.OPEN: [("open", _("Add new agencies"), "plus"), ("finish", _("Finish edition"), "lock")],
            EditionState.FINISHED: [],
        }[self.object.state] + template_buttons(self.object)
        own = [
            HeaderButton(label, url=reverse(f"editions:{name}", args=[self.object.pk]), icon_name=icon, priority=order)
            for order, (name, label, icon) in enumerate(steps)
        ]
        plan = reverse("editions:reminders", args=[self.object.pk])
        own.append(HeaderButton(_("Who is reminded when"), url=plan, icon_name="time", priority=10))
        added = [hook(self.object, self.request.user) for hook in hooks.get_hooks("register_edition_buttons")]
        return [*own, *(button for buttons in added for button in buttons)]

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            self.produced_error_message = _("A category, group or reason cannot be deleted once it was used.")
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def save_action(self):
        earlier = self.form.earlier_template
        if earlier:
            look = messages.button(reverse("editions:templates", args=[self.object.pk]), _("Who keeps which version"))
            messages.info(self.request, told_after_change(earlier), buttons=[look])
        return super().save_action()


def registration_closes(edition):
    stage = stage_of(edition, StageKind.REGISTRATION)
    return short_moment(stage.closes_at) if stage else ""


class EditionViewSet(PortalViewSet):
    model = Edition
    name = "edisi"
    url_namespace = "editions"
    icon = "calendar-alt"
    permission_policy = EditionPermissionPolicy(Edition)
    index_view_class = EditionIndexView
    add_view_class = NewEditionView
    edit_view_class = EditionEditView
    ordering = "-year"
    list_display = [
        "name",
        "year",
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda edition: edition.state == EditionState.OPEN,
        ),
        Column("registration_closes", label=gettext_lazy("Registration closes"), accessor=registration_closes),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("year"),
                    FieldPanel("name"),
                    FieldPanel("theme"),
                    MultiFieldPanel(
                        [
                            FieldPanel("required_count"),
                            FieldPanel("quota"),
                            FieldPanel("minimum_age_months"),
                            FieldPanel("grace_minutes"),
                            FieldPanel("correction_days"),
                            FieldPanel("replication_days"),
                            FieldPanel("judges_per_entry"),
                            FieldPanel("needs_second_verifier"),
                        ],
                        heading=gettext_lazy("Rules"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("catalogue_policy"), FieldPanel("registration_code")],
                        heading=gettext_lazy("Numbers and catalogue"),
                    ),
                    MultiFieldPanel([FieldPanel("board_openness")], heading=gettext_lazy("Monitoring")),
                    MultiFieldPanel(
                        [
                            FieldPanel("has_leadership_summary"),
                            FieldPanel("has_head_summary"),
                            FieldPanel("has_arrears_letter"),
                        ],
                        heading=gettext_lazy("Mails about the duty"),
                    ),
                ],
                heading=gettext_lazy("Edition"),
            ),
            ObjectList([RowsPanel("stages", label=gettext_lazy("Stage"))], heading=gettext_lazy("Stages")),
            ObjectList([RowsPanel("categories", label=gettext_lazy("Category"))], heading=gettext_lazy("Categories")),
            ObjectList(
                [
                    RowsPanel("groups", label=gettext_lazy("Participant group")),
                    RowsPanel(
                        "agency_quotas",
                        heading=gettext_lazy("Quotas by kind and region"),
                        label=gettext_lazy("Quota by kind and region"),
                        help_text=gettext_lazy("Only where it differs from the rules of the edition."),
                    ),
                ],
                heading=gettext_lazy("Who may take part"),
            ),
            ObjectList(
                [RowsPanel("sections", label=gettext_lazy("Section"))],
                heading=gettext_lazy("Sections of the proposal"),
            ),
            ObjectList(
                [RowsPanel("declarations", label=gettext_lazy("Declaration"))], heading=gettext_lazy("Declarations")
            ),
            ObjectList(
                [RowsPanel("reason_codes", label=gettext_lazy("Reason code"))], heading=gettext_lazy("Reason codes")
            ),
            ObjectList([RowsPanel("reminders", label=gettext_lazy("Reminder"))], heading=gettext_lazy("Reminders")),
        ],
        base_form_class=EditionForm,
    )

    def get_add_view_kwargs(self, **kwargs):
        """A new edition has a short form of its own; the rest comes from the template."""
        return kwargs

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/buka/", OpenEditionView.as_view(), name="open"),
            path("<int:pk>/selesaikan/", FinishEditionView.as_view(), name="finish"),
            path("<int:pk>/templat/", TemplatesView.as_view(), name="templates"),
            path("<int:pk>/pengingat/", ReminderPlanView.as_view(), name="reminders"),
        ]


class EditionGroup(ViewSetGroup):
    items = (EditionViewSet, ObligationViewSet)
    menu_label = gettext_lazy("Editions")
    menu_icon = "calendar-alt"
    menu_order = 110


@hooks.register("register_admin_viewset")
def register_editions():
    return EditionGroup()
