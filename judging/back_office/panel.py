from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.accounts.models import User
from judging.back_office.round_pages import RoundAction
from judging.models import Panelist, Round
from judging.selectors.departures import departure_of
from judging.services.invitations import invite_judge
from judging.services.replacement import replace_judge
from judging.services.rounds import seat_judge, unseat_judge
from submissions.models import EditionCategory


class SeatForm(forms.Form):
    judge = forms.ModelChoiceField(
        label=gettext_lazy("Judge"),
        queryset=User.objects.filter(is_active=True).order_by("name"),
        help_text=gettext_lazy("Gets the role of a judge. Who has a seat already gets it changed."),
    )
    employer = forms.CharField(
        label=gettext_lazy("Employer"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("An agency or a region by its full name keeps its entries away from this judge."),
    )
    load_limit = forms.IntegerField(label=gettext_lazy("Most entries"), min_value=0, required=False)
    categories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Categories that the judge knows well"),
        queryset=EditionCategory.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Entries of these categories go to this judge first. None ticked stands for all."),
    )
    is_chair = forms.BooleanField(label=gettext_lazy("Chair of the jury"), required=False)

    def __init__(self, *args, round_: Round, **kwargs):
        super().__init__(*args, **kwargs)
        categories = round_.edition.categories.all()
        if categories:
            self.fields["categories"].queryset = categories
        else:
            del self.fields["categories"]


class NewSeatForm(SeatForm):
    """Somebody with an account, or a name and an address that gets an invitation."""

    name = forms.CharField(
        label=gettext_lazy("Name of somebody new"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("For a judge without an account: leave the choice above empty."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of somebody new"),
        required=False,
        help_text=gettext_lazy("Gets a mail with the way in and sets the password alone."),
    )
    field_order = ["judge", "name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["judge"].required = False

    def clean(self):
        cleaned = super().clean()
        judge, name, email = (cleaned.get(field) for field in ("judge", "name", "email"))
        if self.errors:
            return cleaned
        if bool(judge) == bool(name or email):
            raise forms.ValidationError(_("Choose a person, or name somebody new."))
        for field in ("name", "email"):
            if not judge and not cleaned[field]:
                self.add_error(field, _("An invitation needs both a name and an address."))
        return cleaned


class SeatAction(RoundAction):
    header_icon = "user"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"round_": self.round}

    def perform(self, **data):
        seat = seat_judge(self.round.pk, actor=self.request.user, **data)
        return _("%(judge)s has a seat in the panel.") % {"judge": seat.judge}


class JudgeSeat(SeatAction):
    page_title = gettext_lazy("Add a judge")
    submit_label = gettext_lazy("Add to the panel")
    form_class = NewSeatForm

    def perform(self, *, judge, name, email, **data):
        if judge:
            return super().perform(judge=judge, **data)
        seat = invite_judge(self.round.pk, actor=self.request.user, name=name, email=email, **data)
        return _("%(judge)s has a seat in the panel and was invited by mail.") % {"judge": seat.judge}


class SeatMixin:
    """The seat of the address, in the panel of its round."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.seat = get_object_or_404(
            Panelist.objects.select_related("judge", "round__edition"), pk=kwargs["seat_pk"], round=self.round
        )

    def get_page_subtitle(self):
        return self.seat.judge.name


class SeatChange(SeatMixin, SeatAction):
    page_title = gettext_lazy("Change a seat")
    form_class = SeatForm
    submit_label = gettext_lazy("Save")

    def get_initial(self):
        seat = self.seat
        return {
            "judge": seat.judge,
            "employer": seat.employer,
            "load_limit": seat.load_limit,
            "categories": seat.categories.all(),
            "is_chair": seat.is_chair,
        }


class JudgeUnseat(SeatMixin, RoundAction):
    page_title = gettext_lazy("Take a judge out of the panel")
    header_icon = "user"
    submit_label = gettext_lazy("Take out")

    def perform(self):
        unseat_judge(self.seat.pk, actor=self.request.user)
        return _("%(judge)s is no longer in the panel.") % {"judge": self.seat.judge}


class LeaveOutForm(forms.Form):
    """Whether the sheets that are in are left out too."""

    leave_out = forms.BooleanField(required=False)


class DepartureForm(LeaveOutForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=250,
        help_text=gettext_lazy("Stays in the panel and in the history. It is not sent to the judge."),
    )
    expected = forms.CharField(max_length=64)


class JudgeDeparture(SeatMixin, RoundAction):
    """Preview of what a judge leaves behind and who takes it over, done as it was shown or not at all."""

    page_title = gettext_lazy("Judge drops out")
    header_icon = "user"
    submit_label = gettext_lazy("Let the judge drop out")
    template_name = "judging/admin/departure.html"
    form_class = DepartureForm
    is_dangerous = True

    @cached_property
    def leaves_out(self) -> bool:
        form = LeaveOutForm(self.request.POST or self.request.GET)
        return form.is_valid() and form.cleaned_data["leave_out"]

    def perform(self, *, leave_out, **data):
        made = replace_judge(self.seat.pk, actor=self.request.user, keeps_sheets=not leave_out, **data)
        return ngettext(
            "%(judge)s has dropped out; %(count)s entry went to another judge.",
            "%(judge)s has dropped out; %(count)s entries went to other judges.",
            len(made),
        ) % {"judge": self.seat.judge, "count": len(made)}

    def get_context_data(self, **kwargs):
        departure = departure_of(self.seat, keeps_sheets=not self.leaves_out)
        return super().get_context_data(departure=departure, plan=departure.plan, **kwargs)
