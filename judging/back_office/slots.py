"""Moving and removing single slots of a timetable."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.utils.formats import short_moment
from judging.back_office.round_pages import RoundAction, TimetableMixin
from judging.selectors.timetables import positions_for_move, slots_of
from judging.services.timetables import move_slot, remove_slot


class SlotMixin(TimetableMixin):
    @cached_property
    def slot(self):
        return get_object_or_404(slots_of(self.round), pk=self.kwargs["slot_pk"])

    def get_page_subtitle(self):
        return self.slot.submission.registration_number

    @property
    def consequences(self):
        words = {"title": self.slot.submission.innovation.title, "moment": short_moment(self.slot.starts_at)}
        return [_("“%(title)s” stands at %(moment)s now.") % words]


class SlotMoveForm(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("To"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("Needed where an agency was told already; it stands in its mail."),
    )
    expected = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(position.key, self._label(position, other)) for position, other in options]

    @staticmethod
    def _label(position, other) -> str:
        words = {"moment": short_moment(position.starts_at), "room": position.room}
        if other is None:
            return _("%(moment)s, room %(room)s: free") % words
        number = other.submission.registration_number
        return _("%(moment)s, room %(room)s: change places with %(number)s") % {**words, "number": number}


class SlotMove(SlotMixin, RoundAction):
    page_title = gettext_lazy("Move a slot")
    submit_label = gettext_lazy("Move")
    form_class = SlotMoveForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"options": positions_for_move(self.round, self.slot)}

    def get_initial(self):
        return {"expected": self.slot.key}

    def perform(self, **data):
        move_slot(self.slot.pk, actor=self.request.user, **data)
        return _("The slot is moved. Announce it, so that the agency learns of it.")


class SlotRemoveForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=250,
        help_text=gettext_lazy("Needed where the agency was told already; it reads the reason in a mail."),
    )


class SlotRemove(SlotMixin, RoundAction):
    page_title = gettext_lazy("Remove a slot")
    submit_label = gettext_lazy("Remove")
    form_class = SlotRemoveForm
    is_dangerous = True

    def perform(self, **data):
        remove_slot(self.slot.pk, actor=self.request.user, **data)
        return _("The slot is removed.")


SLOT_PAGES = (
    ("<int:pk>/jadwal/slot/<int:slot_pk>/", SlotMove, "move-slot"),
    ("<int:pk>/jadwal/slot/<int:slot_pk>/hapus/", SlotRemove, "remove-slot"),
)
