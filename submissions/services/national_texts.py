"""The texts of a proposal's form: written by the secretariat, filled from the submission until then."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.utils import clock
from submissions.models import NationalProposal, NationalText
from submissions.national_enums import NationalState
from submissions.selectors.national import sheet_of

# The form saves itself while one writes; the log tells once that somebody wrote, not every pause of the keys.
SITTING = timedelta(minutes=30)


@transaction.atomic
def save_text(proposal_id: int, section_id: int, *, actor, revision: int, text: str) -> NationalText | None:
    """Store the text of one section and return its row; the same text again changes nothing.

    `revision` is that of the text that was read, 0 for one that was filled from the submission. Raises `stale` when it
    is another by now, and `not_in_preparation` once the proposal was declared ready. A text over its limit is kept.
    """
    if not actor.has_perm("submissions.run_edition"):
        raise PermissionDenied
    proposal = (
        NationalProposal.objects.select_for_update(of=("self",)).select_related("version", "group").get(pk=proposal_id)
    )
    if proposal.state != NationalState.CANDIDATE:
        raise ValidationError(
            _("This proposal is no longer in preparation, so its texts stay."), code="not_in_preparation"
        )
    sheet = next((sheet for sheet in sheet_of(proposal) if sheet.section.pk == section_id), None)
    if sheet is None:
        raise ValidationError(_("The form of this group has no such section."), code="wrong_section")
    text = text.replace("\r\n", "\n").strip()
    if text == sheet.text:
        return sheet.row
    if sheet.revision != revision:
        raise ValidationError(_("Somebody else has changed this text meanwhile."), code="stale")
    row = sheet.row or NationalText(proposal=proposal, section=sheet.section, revision=0)
    is_told = row.pk and row.edited_by_id == actor.pk and clock.now() - row.edited_at < SITTING
    row.text, row.edited_by, row.edited_at = text, actor, clock.now()
    row.revision += 1
    row.save()
    NationalProposal.objects.filter(pk=proposal.pk).update(changed_at=clock.now())
    if not is_told:
        log(proposal, "submissions.national_text", user=actor, data={"section": sheet.section.title})
    return row


def keep_prefilled_texts(proposal: NationalProposal, *, actor) -> None:
    """Store what is filled from the submission, so that a later change of the form's data leaves it as it was sent.

    Belongs to the transaction that declares the proposal ready.
    """
    NationalText.objects.bulk_create(
        NationalText(proposal=proposal, section=sheet.section, text=sheet.text, edited_by=actor)
        for sheet in sheet_of(proposal)
        if sheet.row is None and sheet.text
    )
