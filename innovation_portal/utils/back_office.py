"""What the screens of the back office share: lists, deleting, and acts with one service behind them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.forms.formsets import INITIAL_FORM_COUNT, ORDERING_FIELD_NAME, TOTAL_FORM_COUNT
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel
from wagtail.admin.views.generic import DeleteView, IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from innovation_portal.utils.spreadsheets import neutralised


class SafeExportMixin:
    """Workbooks in which no cell can become a formula; CSV is safe everywhere (utils/wagtail_exports.py)."""

    custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {"xlsx": neutralised},
    }


class PortalIndexView(SafeExportMixin, IndexView):
    pass


class KeepsWhatIsUsed:
    """For views that delete: what others point to stays, with a reason, where Wagtail would fail."""

    in_use = _("“%(name)s” is in use and cannot be deleted.")

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, self.in_use % {"name": self.object})
            return HttpResponseRedirect(self.get_success_url())  # an address that was brought along, never a name


class PortalDeleteView(KeepsWhatIsUsed, DeleteView):
    """Asks the policy about the row itself too, not only about its kind."""

    def get_object(self, *args, **kwargs):
        instance = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("delete", instance):
            raise PermissionDenied
        return instance


class PortalViewSet(ModelViewSet):
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = PortalIndexView
    delete_view_class = PortalDeleteView
    list_per_page = 50


class RowFormSet(BaseChildFormSet):
    """Names what two rows share by the labels of the fields, where Django takes their names from the code.

    Counts and ids that do not fit the rows are refused, where modelcluster fails, or makes a row anew that somebody
    else has taken away meanwhile.
    """

    default_error_messages = BaseChildFormSet.default_error_messages | {
        "missing_management_form": _(
            "Somebody else has changed these rows meanwhile. Keep what you typed elsewhere, and open the page again."
        )
    }

    @cached_property
    def management_form(self):
        form = super().management_form
        if self.is_bound and not (form.is_valid() and self._has_known_ids(form.cleaned_data[INITIAL_FORM_COUNT])):
            form.add_error(None, "")
            form.cleaned_data |= {TOTAL_FORM_COUNT: 0, INITIAL_FORM_COUNT: 0}
        return form

    def full_clean(self):
        """Give a row of which nothing was sent a place too: Wagtail asks each for its own when it shows them again."""
        super().full_clean()
        for form in self.forms if self.is_bound and self.can_order else []:
            if form.is_valid():
                form.cleaned_data.setdefault(ORDERING_FIELD_NAME, None)

    def _has_known_ids(self, count):
        known = {"", *(str(row.pk) for row in self.get_queryset())}
        name = self.model._meta.pk.name
        return count <= self.absolute_max and all(
            self.data.get(f"{self.add_prefix(number)}-{name}") in known for number in range(count)
        )

    def get_unique_error_message(self, unique_check):
        labels = [field.label for name, field in self.form.base_fields.items() if name in unique_check]
        labels = get_text_list([str(label).lower() for label in labels], _("and"))
        return _("Two rows have the same %(labels)s. Each needs its own.") % {"labels": labels}


class RowsPanel(InlinePanel):
    """Rows that belong to what is edited, each with its title in its heading, so that they can be told apart."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = RowFormSet
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        class Media:
            js = [forms.Script("js/rows.js", defer=True)]


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that services write and nobody edits: the back office only shows them."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        """Wagtail asks this for a list, by the names of actions that nobody has here."""
        return self.user_has_permission(user, "view")


class ActionView(WagtailAdminTemplateMixin, FormView):
    """One act: says what it does, asks, calls one service and says how it went.

    What the service refuses is shown in the form, and nothing is lost. Subclasses name the permission, the words and,
    where the address names a row, its `model`; they call the service in `perform`.
    """

    permission: str
    model = None
    form_class = forms.Form
    template_name = "back_office/action.html"
    submit_label: Promise | str = ""
    consequences: tuple[Promise, ...] = ()
    back_url_name = ""
    is_dangerous = False

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def object(self):
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def perform(self, **data) -> str:
        """Call the service with the cleaned data and return the message about what was done."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            message = self.perform(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, message)
        return redirect(self.get_success_url())

    def get_back_url(self) -> str:
        """Where "Back" leads, and where the act ends unless `get_success_url` says otherwise."""
        return reverse(self.back_url_name)

    def get_success_url(self):
        return self.get_back_url()

    def get_page_subtitle(self):
        return str(self.object) if "pk" in self.kwargs else ""

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.setdefault("submit_label", self.submit_label)
        return {**context, "media": context["form"].media, "back_url": self.get_back_url()}
