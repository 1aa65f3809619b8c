"""The personal data of judging: judges, certificates, objections."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.privacy.enums import Act, Ground
from innovation_portal.privacy.finding import rows_of
from innovation_portal.privacy.people import Person
from innovation_portal.privacy.registry import (
    PersonalData,
    register,
    register_blocker,
    register_not_personal,
    register_proof,
    register_traces,
    registered,
)
from innovation_portal.utils.hashing import hash_of
from judging.enums import RoundState
from judging.models import Certificate, CertificateCheck, Panelist
from judging.selectors.objections import objections_with_state
from judging.selectors.seals import check_seals
from judging.services.erasing import erase_objections_of
from submissions.models import Edition

OFFICIAL_RECORD = gettext_lazy("Official record of the competition: results and certificates have to stay provable.")


def erase_objection_rows(rows, person: Person, actor) -> int:
    return erase_objections_of(rows)


def checks_of(person: Person):
    """Nobody knows who checked a certificate: the row holds a fingerprint of one day."""
    return CertificateCheck.objects.none()


def seats_of_open_rounds(person: Person) -> list[str]:
    """Say in which rounds that are not sealed the person still judges."""
    if person.user is None:
        return []
    seats = Panelist.objects.filter(judge=person.user, left_at=None).exclude(round__state=RoundState.SEALED)
    return [
        _("The person judges in %(round)s. Replace the judge, or wait until the round is sealed.")
        % {"round": seat.round}
        for seat in seats.select_related("round__edition")
    ]


def open_objections_of(person: Person) -> list[str]:
    """Say which objections of the person wait for an answer; without a contact nobody could be told it."""
    data = next(one for one in registered() if one.model == "judging.Objection")
    mine = objections_with_state().filter(pk__in=rows_of(data, person).values("pk"), erased_at=None, answers=None)
    return [_("Objection %(code)s waits for its answer.") % {"code": objection} for objection in mine]


def broken_seals() -> list[str]:
    editions = Edition.objects.filter(rounds__result_runs__sealed_at__isnull=False).distinct()
    return [str(difference) for edition in editions for difference in check_seals(edition)]


def changed_certificates() -> list[str]:
    """Say which certificates hold other contents than they were issued with."""
    issued = Certificate.objects.order_by("pk").only("number", "payload", "payload_hash")
    return [each.number for each in issued.iterator() if hash_of(each.payload) != each.payload_hash]


register_proof(broken_seals)
register_proof(changed_certificates)
register_blocker(seats_of_open_rounds)
register_blocker(open_objections_of)

JUDGES = "judges"
register(
    PersonalData(
        "judging.Panelist",
        fields=("judge", "employer", "left_reason"),
        whose=JUDGES,
        purpose="who judged, for whom they work, why one left",
        seen_by="the secretariat, the chair; names in the minutes",
        kept="for good: sealed with the result",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("judge",),
        also_exported=("round", "is_chair", "agreed_at", "left_at"),
    ),
    PersonalData(
        "judging.ConflictOfInterest",
        fields=("judge", "reason", "lifted_by", "lifting_reason"),
        whose=JUDGES,
        purpose="to prove that nobody judged their own",
        seen_by="the judge, the chair, the secretariat",
        kept="for good: part of the result",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("judge",),
        secret=("lifted_by",),
        also_exported=("submission", "recorded_at"),
    ),
    PersonalData(
        "judging.Collaboration",
        fields=("judge", "note", "entered_by"),
        whose=JUDGES,
        purpose="to find conflicts of interest",
        seen_by="the secretariat",
        kept="until the person is erased",
        act=Act.DELETE,
        by_user=("judge",),
        secret=("entered_by",),
    ),
    PersonalData(
        "judging.ResultRun",
        fields=("calculated_by", "confirmed_by", "sealed_by", "reopened_by", "seal"),
        whose="judges, who confirmed and sealed",
        purpose="the sealed result; holds the names of that day",
        seen_by="the secretariat, the chair",
        kept="for good: sealed",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("calculated_by", "confirmed_by", "sealed_by", "reopened_by"),
        secret=("calculated_by", "confirmed_by", "sealed_by", "reopened_by", "seal"),
        also_exported=("round", "number", "calculated_at"),
    ),
    PersonalData(
        "judging.Certificate",
        fields=("judge", "payload", "file", "subject", "issued_by", "revoked_by"),
        whose="judges, innovators",
        purpose="the certificate; anybody may check it",
        seen_by="the public, by its code",
        kept="for good: official document",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("judge",),
        secret=("file", "issued_by", "revoked_by"),
        also_exported=("number", "issued_at"),
        files=("file",),
    ),
    PersonalData(
        "judging.CertificateSignatory",
        fields=("name", "nip", "position", "signature"),
        whose="officials who sign",
        purpose="to stand on certificates",
        seen_by="the public, on certificates",
        kept="as long as the template",
        act=Act.KEEP,
        reason=gettext_lazy("Change the template first; certificates that were issued stay as they are."),
        by_name="name",
        secret=("signature",),
    ),
    PersonalData(
        "judging.Record",
        fields=("contents", "saved_by", "closed_by"),
        whose="judges and guests of presentations and visits",
        purpose="minutes",
        seen_by="judges of the entry, the chair, the secretariat",
        kept="for good: part of the result",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("saved_by", "closed_by"),
        secret=("contents", "saved_by", "closed_by"),
        also_exported=("submission", "saved_at"),
    ),
    PersonalData(
        "judging.RecordFile",
        fields=("file", "original_name", "caption", "alternative_text", "added_by"),
        whose="judges and guests of visits",
        purpose="pictures of a visit",
        seen_by="judges of the entry, the chair, the secretariat",
        kept="for good: part of the result",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("added_by",),
        secret=("file", "added_by"),
        files=("file",),
    ),
    PersonalData(
        "judging.Redaction",
        fields=("words", "added_by"),
        whose="people named in blind entries",
        purpose="to hide names from judges",
        seen_by="the secretariat",
        kept="with the entry",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_name="words",
        secret=("added_by",),
    ),
    PersonalData(
        "judging.SignedFile",
        fields=("file", "signers", "stored_by"),
        whose="officials who sign",
        purpose="the signed certificate",
        seen_by="the public, by its code",
        kept="for good: official document",
        act=Act.KEEP,
        reason=OFFICIAL_RECORD,
        by_user=("stored_by",),
        secret=("file", "signers", "stored_by"),
        also_exported=("certificate",),
    ),
    PersonalData(
        "judging.Objection",
        fields=("name", "email", "phone", "relation", "consent", "reason"),
        whose="people who object",
        purpose="to examine and answer an objection",
        ground=Ground.CONSENT,
        seen_by="the secretariat",
        kept="a year after the awards are final",
        act=Act.EMPTY,
        by_email="email",
        by_phone="phone",
        by_name="name",
        also_exported=("public_id", "submitted_at"),
        erase=erase_objection_rows,
    ),
    PersonalData(
        "judging.ObjectionFile",
        fields=("file", "original_name"),
        whose="people who object",
        purpose="proof of an objection",
        ground=Ground.CONSENT,
        seen_by="the secretariat",
        kept="a year after the awards are final",
        act=Act.DELETE,
        by_email="objection__email",
        by_name="objection__name",
        by_phone="objection__phone",
        secret=("file",),
        files=("file",),
        order=-1,  # found by its objection, which is emptied
    ),
    PersonalData(
        "judging.CertificateCheck",
        fields=("visitor",),
        whose="people of the public",
        purpose="to see attacks on the check of certificates",
        seen_by="nobody",
        kept="seven days; a fingerprint that nobody can turn back",
        act=Act.KEEP,
        reason=gettext_lazy("Nobody can be found by it."),
        find=checks_of,
    ),
)
register_traces(
    *("judging.Admission.decided_by", "judging.Award.announced_by", "judging.Award.revoked_by"),
    *("judging.IssueRun.started_by", "judging.ObjectionAnswer.answered_by", "judging.PrinterFile.ordered_by"),
    *("judging.RecordReopening.closed_by", "judging.RecordReopening.reopened_by"),
    *("judging.SheetReopening.reopened_by", "judging.SlotChange.changed_by"),
)
register_not_personal(
    "rules, words and results of the competition",
    *("judging.Rubric", "judging.Criterion", "judging.Round", "judging.Admission", "judging.ResultRow"),
    *("judging.AwardLevel", "judging.Award", "judging.Letterhead", "judging.CertificateTemplate"),
    *("judging.SittingDay", "judging.Slot", "judging.SlotChange", "judging.ObjectionAnswer.text"),
    *("judging.ScoreSheet", "judging.Score", "judging.SheetReopening", "judging.RecordReopening"),
    *("judging.Panelist.agreed_text", "judging.ResultRun.method", "judging.ResultRun.statistics"),
    *("judging.ResultRun.inputs", "judging.ResultRun.reopening_reason", "judging.Certificate.number"),
    *("judging.Certificate.series", "judging.Certificate.revocation_reason", "judging.SignedFile.issuer"),
)
register_not_personal(
    "made by the software about its own rows",
    *("judging.PrintItem", "judging.PrinterFile", "judging.Objection.public_id", "judging.Certificate.public_id"),
    *("judging.ResultRun.software_version", "judging.ResultRun.inputs_hash", "judging.ResultRun.seal_hash"),
    *("judging.Certificate.payload_hash", "judging.Certificate.file_sha256", "judging.Certificate.signing_refusal"),
    *("judging.SignedFile.sha256", "judging.SignedFile.level", "judging.RecordFile.content_type"),
    *("judging.RecordFile.sha256", "judging.ObjectionFile.content_type", "judging.ObjectionFile.sha256"),
)
