"""The timetable of a round of presentations: days, preview, slots, announcement, and the same on paper."""

from io import BytesIO

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.utils.files import private_response
from innovation_portal.utils.formats import short_moment
from innovation_portal.utils.spreadsheets import XLSX_TYPE, write_xlsx
from judging.back_office.round_pages import RoundAction, RoundPage
from judging.enums import EntryOrder
from judging.models import SittingDay
from judging.selectors.timetables import positions_for_move, slots_of, timetable_of
from judging.services.timetables import (
    announce_timetable,
    clear_timetable,
    make_timetable,
    move_slot,
    remove_day,
    remove_slot,
    save_day,
)


class TimetableMixin:
    """Acts of the timetable end there."""

    header_icon = "date"

    def get_back_url(self):
        return reverse("rounds:timetable", args=[self.round.pk])


class TimetableDesk(RoundPage):
    """The timetable as it stands, with what is missing or cannot be."""

    template_name = "judging/admin/timetable.html"
    page_title = gettext_lazy("Timetable")
    header_icon = "date"

    def get_context_data(self, **kwargs):
        timetable = timetable_of(self.round)
        days = [
            (day, [one for one in timetable.sittings if one.position.day == day])
            for day in self.round.sitting_days.all()
        ]
        return super().get_context_data(round=self.round, timetable=timetable, days=days, **kwargs)


class DayForm(forms.ModelForm):
    link = forms.URLField(
        label=gettext_lazy("Address of the meeting"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = SittingDay
        fields = ["date", "begins_at", "ends_at", "breaks", "gap_minutes", "rooms", "place", "link"]
        widgets = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "begins_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "ends_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }


class DayAdd(TimetableMixin, RoundAction):
    page_title = gettext_lazy("Add a day of presentations")
    submit_label = gettext_lazy("Save the day")
    form_class = DayForm

    @cached_property
    def day(self) -> SittingDay:
        return SittingDay(round=self.round)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.day}

    def perform(self, **data):
        save_day(self.day, actor=self.request.user)
        return _("The day is saved.")


class DayChange(DayAdd):
    page_title = gettext_lazy("Change a day of presentations")

    @cached_property
    def day(self):
        return get_object_or_404(self.round.sitting_days, pk=self.kwargs["day_pk"])


class DayRemove(TimetableMixin, RoundAction):
    page_title = gettext_lazy("Remove a day of presentations")
    submit_label = gettext_lazy("Remove the day")
    is_dangerous = True

    def perform(self):
        day = get_object_or_404(self.round.sitting_days, pk=self.kwargs["day_pk"])
        remove_day(day.pk, actor=self.request.user)
        return _("The day is removed.")


class ProposalForm(forms.Form):
    order = forms.ChoiceField(label=gettext_lazy("Order"), choices=EntryOrder, initial=EntryOrder.DRAWN)
    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TimetableProposal(TimetableMixin, RoundAction):
    """Preview of the missing slots, stored as it was shown or not at all."""

    page_title = gettext_lazy("Make the timetable")
    submit_label = gettext_lazy("Save as shown")
    template_name = "judging/admin/timetable_proposal.html"
    form_class = ProposalForm

    def perform(self, **data):
        made = make_timetable(self.round.pk, actor=self.request.user, **data)
        return ngettext("%(count)s slot is made.", "%(count)s slots are made.", len(made)) % {"count": len(made)}

    def get_context_data(self, **kwargs):
        asked = self.request.POST.get("order") or self.request.GET.get("order")
        order = asked if asked in EntryOrder.values else EntryOrder.DRAWN.value
        proposal = timetable_of(self.round, proposes=True, order=order)
        return super().get_context_data(
            round=self.round, timetable=proposal, order=order, orders=EntryOrder.choices, **kwargs
        )


class TimetableClear(TimetableMixin, RoundAction):
    page_title = gettext_lazy("Take back what was not announced")
    submit_label = gettext_lazy("Take the slots back")
    is_dangerous = True
    consequences = (gettext_lazy("Slots of which the agency was told stay. All others can be made anew."),)

    def perform(self):
        count = clear_timetable(self.round.pk, actor=self.request.user)
        return ngettext("%(count)s slot is taken back.", "%(count)s slots are taken back.", count) % {"count": count}


class AnnouncementForm(forms.Form):
    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TimetableAnnouncement(TimetableMixin, RoundAction):
    page_title = gettext_lazy("Announce the timetable")
    submit_label = gettext_lazy("Write to the agencies")
    header_icon = "mail"
    form_class = AnnouncementForm
    consequences = (
        gettext_lazy("Everybody of the agency gets a mail with the time, the place and a file for the calendar."),
        gettext_lazy("Who was told already and has the same slot gets nothing again."),
    )

    def get_initial(self):
        return {"expected": timetable_of(self.round).digest}

    def perform(self, **data):
        count = announce_timetable(self.round.pk, actor=self.request.user, **data)
        return ngettext("%(count)s agency is written to.", "%(count)s agencies are written to.", count) % {
            "count": count
        }


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


class TimetablePaper(RoundPage):
    """The timetable to be printed and hung on a door."""

    template_name = "judging/admin/timetable_paper.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            round=self.round, timetable=timetable_of(self.round), days=self.round.sitting_days.all(), **kwargs
        )


class TimetableWorkbook(RoundPage):
    def get(self, request, *args, **kwargs):
        headings = [
            *(_("Day"), _("Begins"), _("Ends"), _("Room"), _("Place"), _("Meeting")),
            *(_("Registration number"), _("Title"), _("Agency")),
        ]
        content = write_xlsx(headings, map(_row, timetable_of(self.round).sittings), sheet_title=_("Timetable"))
        name = slugify(f"{_('Timetable')} {self.round}")
        return private_response(BytesIO(content), name=f"{name}.xlsx", content_type=XLSX_TYPE)


def _row(sitting) -> list:
    position, entry = sitting.position, sitting.entry
    begin, end = localtime(position.starts_at), localtime(position.ends_at)
    return [
        *(begin.date(), begin.time(), end.time(), position.room, position.day.place, position.day.link),
        *(entry.submission.registration_number, entry.title, entry.agency_name),
    ]


TIMETABLE_PAGES = (
    ("<int:pk>/jadwal/", TimetableDesk, "timetable"),
    ("<int:pk>/jadwal/buat/", TimetableProposal, "make-timetable"),
    ("<int:pk>/jadwal/tarik/", TimetableClear, "clear-timetable"),
    ("<int:pk>/jadwal/umumkan/", TimetableAnnouncement, "announce-timetable"),
    ("<int:pk>/jadwal/cetak/", TimetablePaper, "timetable-paper"),
    ("<int:pk>/jadwal/jadwal.xlsx", TimetableWorkbook, "timetable-workbook"),
    ("<int:pk>/jadwal/hari/", DayAdd, "add-day"),
    ("<int:pk>/jadwal/hari/<int:day_pk>/", DayChange, "change-day"),
    ("<int:pk>/jadwal/hari/<int:day_pk>/hapus/", DayRemove, "remove-day"),
    ("<int:pk>/jadwal/slot/<int:slot_pk>/", SlotMove, "move-slot"),
    ("<int:pk>/jadwal/slot/<int:slot_pk>/hapus/", SlotRemove, "remove-slot"),
)
