"""The columns of the list of submissions: what there are, and which of them a person wants to see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.utils import clock
from innovation_portal.utils.back_office import ActionView
from innovation_portal.utils.columns import choose_columns, chosen_columns
from innovation_portal.utils.formats import short_moment
from submissions.enums import Lineage, ServiceField, SubmissionStatus
from submissions.models import Submission
from submissions.selectors.handed_in import CAME_LATE, CORRECTION_OVERDUE, HAS_EXTENSION

PERMISSION = "submissions.view_all_submissions"
LIST_NAME = "submissions"
OWN_TIMES = {
    HAS_EXTENSION: gettext_lazy("Agency has more time"),
    CAME_LATE: gettext_lazy("First submitted after registration closed"),
    CORRECTION_OVERDUE: gettext_lazy("Correction overdue"),
}


@dataclass(frozen=True)
class ListColumn:
    """A column of the list and of its export; `value` gives what stands in the file."""

    name: str
    label: Promise
    value: Callable[[Submission], Any]
    sort_key: str | None = None
    is_usual: bool = True

    def shown(self, submission: Submission) -> Any:
        value = self.value(submission)
        return short_moment(value) if isinstance(value, datetime) else value


def word_of(choices, value: str | None) -> str:
    return str(choices(value).label) if value else ""


def own_time_of(submission: Submission) -> str:
    """Say in words what was special about the time of a submission."""
    closes_at, due_at = submission.registration_closes_at, submission.correction_due_at
    is_overdue = submission.status == SubmissionStatus.RETURNED and due_at and due_at < clock.now()
    holds = {
        HAS_EXTENSION: submission.has_extension,
        CAME_LATE: closes_at and submission.first_submitted_at and submission.first_submitted_at > closes_at,
        CORRECTION_OVERDUE: is_overdue,
    }
    return "; ".join(str(OWN_TIMES[kind]) for kind, is_so in holds.items() if is_so)


TITLE = ListColumn("title", gettext_lazy("Innovation"), lambda row: row.frozen_title or "", "frozen_title")
COLUMNS = (
    ListColumn("number", gettext_lazy("Number"), lambda row: row.registration_number, "registration_number"),
    ListColumn("agency", gettext_lazy("Agency"), lambda row: row.innovation.agency.name, "innovation__agency__name"),
    ListColumn("status", gettext_lazy("Status"), lambda row: str(row.get_status_display()), "status"),
    ListColumn("handed_in_at", gettext_lazy("Submitted"), lambda row: row.handed_in_at, "handed_in_at"),
    ListColumn("edition", gettext_lazy("Edition"), lambda row: row.edition.year, "edition__year", is_usual=False),
    ListColumn(
        "region",
        gettext_lazy("Region"),
        lambda row: row.innovation.agency.region.name,
        "innovation__agency__region__name",
        is_usual=False,
    ),
    ListColumn(
        "kind",
        gettext_lazy("Kind of agency"),
        lambda row: str(row.innovation.agency.get_kind_display()),
        "innovation__agency__kind",
        is_usual=False,
    ),
    ListColumn(
        "category", gettext_lazy("Category"), lambda row: row.frozen_category or "", "frozen_category", is_usual=False
    ),
    ListColumn("field", gettext_lazy("Field"), lambda row: word_of(ServiceField, row.frozen_field), is_usual=False),
    ListColumn("lineage", gettext_lazy("Lineage"), lambda row: word_of(Lineage, row.frozen_lineage), is_usual=False),
    ListColumn(
        "first_submitted_at",
        gettext_lazy("First submitted"),
        lambda row: row.first_submitted_at,
        "first_submitted_at",
        is_usual=False,
    ),
    ListColumn("version", gettext_lazy("Version"), lambda row: row.version_number, "version_number", is_usual=False),
    ListColumn("own_time", gettext_lazy("Extension and lateness"), own_time_of, is_usual=False),
)
USUAL = [column.name for column in COLUMNS if column.is_usual]


def columns_of(user) -> list[ListColumn]:
    """Return the columns beside the title that the user wants, in the order of the list."""
    chosen = chosen_columns(LIST_NAME, user)
    names = USUAL if chosen is None else chosen
    return [column for column in COLUMNS if column.name in names]


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        choices=[(column.name, column.label) for column in COLUMNS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("The title always stands first."),
    )


class ColumnsView(ActionView):
    permission = PERMISSION
    page_title = gettext_lazy("Columns of the list")
    header_icon = "list-ul"
    form_class = ColumnsForm
    submit_label = gettext_lazy("Save")
    back_url_name = "submission_list:index"
    consequences = (
        gettext_lazy("Your choice is remembered for you alone, and files for download have the same columns."),
    )

    def get_initial(self):
        return {"columns": [column.name for column in columns_of(self.request.user)]}

    def perform(self, *, columns):
        choose_columns(LIST_NAME, actor=self.request.user, columns=columns)
        return _("Your columns were saved.")
