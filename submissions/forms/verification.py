"""The checklist of a verifier: the outcome with its reasons, and remarks on single parts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.enums import DossierPart, VerificationOutcome
from submissions.selectors.findings import FoundReason
from submissions.services.remarks import Remark

FORM_ID = "decision"  # the fields of the parts stand beside what they are about, outside the form


@dataclass(frozen=True)
class Part:
    """A part of the dossier, by the name of its fields."""

    name: str
    label: str
    kind: DossierPart
    section_id: int | None = None


@dataclass(frozen=True)
class PartFields:
    """The two fields of a part, as its template draws them."""

    reasons: BoundField
    text: BoundField

    @property
    def is_open(self) -> bool:
        return bool(self.reasons.value() or self.text.value() or self.text.errors or self.reasons.errors)


def parts_of(sections: list[dict]) -> list[Part]:
    """Return every part of a frozen version; `sections` are those of its payload."""
    written = [
        Part(f"section-{section['id']}", section["title"], DossierPart.SECTION, section["id"]) for section in sections
    ]
    others = [Part(kind.value, str(kind.label), kind) for kind in DossierPart if kind != DossierPart.SECTION]
    return [*written, *others]


def _found_by_field(found: Collection[FoundReason], parts: list[Part]) -> dict[str, list[int]]:
    """Return the ids of the reasons by the field that they are ticked in; a section unknown here counts in general."""
    sections = {part.section_id: f"{part.name}-reasons" for part in parts if part.section_id}
    fields = defaultdict(list)
    for one in found:
        fields[sections.get(one.section_id, "reason_ids")].append(one.reason_id)
    return fields


class VerificationForm(forms.Form):
    """A rejection cannot be taken back, so with its reason given the form comes back once and asks (`asks_again`)."""

    asks_again = False
    version_id = forms.IntegerField(widget=forms.HiddenInput)
    reason_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reasons"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the agency"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Say what has to be mended. The agency reads this in its mail."),
    )
    outcome = forms.ChoiceField(choices=VerificationOutcome, widget=forms.HiddenInput)
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, edition, sections, found: Collection[FoundReason] = (), has_reason=False, **kwargs):
        """Reasons that a machine has found are ticked, and marked as such. `has_reason`: a proposal gave one."""
        super().__init__(*args, **kwargs)
        self.has_reason = has_reason
        self.codes = [(reason.pk, reason.text) for reason in edition.reason_codes.all()]
        self.parts = parts_of(sections)
        self.found = _found_by_field(found, self.parts)
        self.fields["reason_ids"].choices = self._choices("reason_ids")
        self.fields["reason_ids"].initial = self.found["reason_ids"]
        for part in self.parts:
            self._add_part(part)

    def _choices(self, name: str) -> list[tuple[int, str]]:
        marked = _("%(reason)s (found by the system)")
        return [(pk, marked % {"reason": text} if pk in self.found[name] else text) for pk, text in self.codes]

    def _add_part(self, part: Part) -> None:
        name = f"{part.name}-reasons"
        self.fields[name] = forms.TypedMultipleChoiceField(
            label=_("Reasons: %(part)s") % {"part": part.label},
            choices=self._choices(name),
            initial=self.found[name],
            coerce=int,
            widget=forms.CheckboxSelectMultiple(attrs={"form": FORM_ID}),
            required=False,
        )
        self.fields[f"{part.name}-text"] = forms.CharField(
            label=_("Note: %(part)s") % {"part": part.label},
            widget=forms.Textarea(attrs={"rows": 3, "form": FORM_ID}),
            required=False,
            max_length=1000,
        )

    def fields_of(self, name: str) -> PartFields:
        return PartFields(self[f"{name}-reasons"], self[f"{name}-text"])

    def clean(self):
        """Leave what `verify_submission` takes. Who passes judges otherwise than the machine, whose ticks go."""
        cleaned = super().clean()
        if cleaned.get("outcome") == VerificationOutcome.PASSED:
            for name, found in self.found.items():
                cleaned[name] = [pk for pk in cleaned.get(name, []) if pk not in found]
        remarks = [
            Remark(
                part.kind,
                part.section_id,
                cleaned.pop(f"{part.name}-reasons", []),
                cleaned.pop(f"{part.name}-text", ""),
            )
            for part in self.parts
        ]
        is_confirmed = cleaned.pop("is_confirmed", False)
        has_reason = self.has_reason or cleaned.get("reason_ids") or cleaned.get("note", "").strip()
        has_reason = has_reason or any(remark.reason_ids or remark.text for remark in remarks)
        is_rejected = cleaned.get("outcome") == VerificationOutcome.REJECTED
        self.asks_again = bool(is_rejected and has_reason and not is_confirmed)
        return {**cleaned, "remarks": remarks}

    def is_valid(self):
        return super().is_valid() and not self.asks_again
