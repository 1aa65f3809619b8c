"""The timetable of a round of presentations: as it stands, its preview, its announcement, and the same on paper."""

from io import BytesIO

from django import forms
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from innovation_portal.utils.files import private_response
from innovation_portal.utils.spreadsheets import XLSX_TYPE, write_xlsx
from judging.back_office.round_pages import RoundAction, RoundPage, TimetableMixin
from judging.enums import EntryOrder, RoundState
from judging.selectors.timetables import timetable_of
from judging.services.timetables import announce_timetable, clear_timetable, make_timetable


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
        can_change = self.round.state != RoundState.SEALED
        return super().get_context_data(
            round=self.round, timetable=timetable, days=days, can_change=can_change, **kwargs
        )


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
)
