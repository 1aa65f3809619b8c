"""Mail of the secretariat to the people of chosen agencies: written, looked at, then sent as it was looked at."""

from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.utils.back_office import ActionView
from innovation_portal.utils.emails import written_message
from submissions.enums import AgencyKind, ComplianceState, MembershipRole
from submissions.models import Announcement, Edition, Region
from submissions.selectors.announcements import AgencyChoice, reach_of
from submissions.selectors.editions import current_edition
from submissions.services.announcements import write_to_agencies


class AnnouncementForm(forms.Form):
    """Whom to write to and what. `key` and `expected` come from the preview; without them it is only looked at."""

    edition = forms.ModelChoiceField(
        label=gettext_lazy("Agencies"),
        queryset=Edition.objects.all(),
        required=False,
        empty_label=gettext_lazy("All agencies of the registry"),
        help_text=gettext_lazy("With an edition: the agencies that are obliged in it."),
    )
    states = forms.MultipleChoiceField(
        label=gettext_lazy("State in the edition"),
        choices=ComplianceState,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: all of them."),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.all(), required=False, empty_label=gettext_lazy("All")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All")), *AgencyKind.choices], required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[("", gettext_lazy("All")), *MembershipRole.choices], required=False
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=Announcement._meta.get_field("subject").max_length
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Greeting and signature are added; web addresses can be clicked in the mail."),
    )
    is_urgent = forms.BooleanField(
        label=gettext_lazy("Send at once, also to those who chose one mail a day"), required=False
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    expected = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_subject(self):
        return " ".join(self.cleaned_data["subject"].split())

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("states") and not cleaned.get("edition"):
            self.add_error("states", _("A state belongs to an edition: choose the edition as well."))
        return cleaned

    def has_words(self) -> bool:
        """Say whether there is a mail to look at, whatever the service had against sending it."""
        return self.is_bound and not (set(self.errors) - {NON_FIELD_ERRORS})


def choice_of(data: dict) -> AgencyChoice:
    return AgencyChoice(data["edition"], data["region"], data["kind"], tuple(data["states"]), data["role"])


def words_of(data: dict) -> dict:
    return {name: data[name] for name in ("subject", "text", "is_urgent")}


class AnnouncementView(ActionView):
    permission = "submissions.run_edition"
    page_title = gettext_lazy("Write to agencies")
    header_icon = "mail"
    template_name = "submissions/admin/announcement.html"
    form_class = AnnouncementForm
    back_url_name = "outgoing_messages:index"

    def get_initial(self):
        return {"edition": current_edition()}

    def form_valid(self, form):
        """Send what was looked at; whatever else is posted is looked at first."""
        if "send" in self.request.POST and form.cleaned_data["key"]:
            return super().form_valid(form)
        return self.form_invalid(form)

    def perform(self, **data):
        announcement = write_to_agencies(
            data["key"],
            actor=self.request.user,
            choice=choice_of(data),
            expected=data["expected"],
            **words_of(data),
        )
        count = announcement.recipients.count()
        message = ngettext(
            "The mail is on its way to %(count)s person.", "The mail is on its way to %(count)s people.", count
        )
        return message % {"count": count}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {**context, **self.preview_of(form.cleaned_data)} if form.has_words() else context

    def preview_of(self, data: dict) -> dict:
        """Return what the page shows of the mail and its readers, and what sends exactly this."""
        reach, words = reach_of(choice_of(data)), words_of(data)
        if not reach.memberships:
            return {"reach": reach}
        first = reach.memberships[0].user
        return {
            "reach": reach,
            "mail": written_message("announcement", first, **words),
            "key": uuid4(),
            "expected": reach.digest(**words),
        }

    def get_success_url(self):
        return reverse("outgoing_messages:index") + "?kind=announcement"
