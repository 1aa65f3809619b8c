"""The personal data of agencies, submissions, verification and what the public writes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.privacy.emptying import delete_rows
from innovation_portal.privacy.enums import Act, Ground
from innovation_portal.privacy.people import Person
from innovation_portal.privacy.registry import (
    PersonalData,
    register,
    register_blocker,
    register_not_personal,
    register_proof,
    register_traces,
)
from submissions.enums import MembershipRole
from submissions.models import Innovator, Membership, PartialUpload, SubmissionVersion, UsefulMark
from submissions.publication_consents import CONSENT_TO_NAMES
from submissions.services.consents import hide_innovator
from submissions.services.feedback_erasing import erase_feedback_of
from submissions.services.uploads import discard_uploads
from submissions.services.version_redactions import is_as_submitted, redact_versions, versions_with_contact_of


def erase_innovators(rows, person: Person, actor) -> int:
    """Delete the name from drafts that were never handed in; take it off the public pages of what was."""
    innovators = list(rows.select_related("submission"))
    handed_in = [one for one in innovators if one.submission.versions.exists()]
    for one in handed_in:
        hide_innovator(one.submission, CONSENT_TO_NAMES, one.name, actor=actor)
    drafts = [one.pk for one in innovators if one not in handed_in]
    return len(handed_in) + delete_rows(Innovator.objects.filter(pk__in=drafts))


def marks_of(person: Person):
    """Nobody knows whose mark one is: it holds a fingerprint of one day."""
    return UsefulMark.objects.none()


def erase_feedback_rows(rows, person: Person, actor) -> int:
    return erase_feedback_of(rows)


def erase_uploads(rows, person: Person, actor) -> int:
    found = PartialUpload.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    count = len(found)
    discard_uploads(found)
    return count


def sole_persons_in_charge(person: Person) -> list[str]:
    """Say for which agencies nobody else is in charge; the agency would have no one left."""
    if person.user is None:
        return []
    approvers = Membership.objects.filter(role=MembershipRole.APPROVER)
    mine = approvers.filter(user=person.user, agency__is_active=True).select_related("agency")
    shared = set(approvers.exclude(user=person.user).values_list("agency", flat=True))
    return [
        _("Nobody else is in charge of innovation at %(agency)s. Let the person hand over first.")
        % {"agency": one.agency}
        for one in mine
        if one.agency_id not in shared
    ]


def changed_versions() -> list[str]:
    """Say which frozen versions hold something else than was submitted, apart from noted redactions."""
    versions = SubmissionVersion.objects.prefetch_related("redactions").select_related("submission").order_by("pk")
    return [str(version) for version in versions.iterator(chunk_size=200) if not is_as_submitted(version)]


register_blocker(sole_persons_in_charge)
register_proof(changed_versions)

MEMBERS, PUBLIC = "members of agencies", "people of the public"
WORKS_FOR = "to let the person work for the agency"
register(
    PersonalData(
        "submissions.Membership",
        fields=("user",),
        whose=MEMBERS,
        purpose=WORKS_FOR,
        seen_by="the agency, the secretariat, leadership",
        kept="until the person leaves the agency",
        act=Act.DELETE,
        by_user=("user",),
        also_exported=("agency", "role"),
    ),
    PersonalData(
        "submissions.Superior",
        fields=("user",),
        whose="heads of agencies",
        purpose="to remind who answers for the duty",
        seen_by="the secretariat",
        kept="until another one is named",
        act=Act.DELETE,
        by_user=("user",),
    ),
    PersonalData(
        "submissions.Presence",
        fields=("user",),
        whose=MEMBERS,
        purpose="to warn when two write the same section",
        seen_by="the agency",
        kept="until written over",
        act=Act.DELETE,
        by_user=("user",),
        also_exported=("seen_at",),
    ),
    PersonalData(
        "submissions.PartialUpload",
        fields=("user", "name", "title", "fingerprint"),
        whose=MEMBERS,
        purpose="to go on with a file where the line broke",
        seen_by="the person",
        kept="a day",
        act=Act.DELETE,
        by_user=("user",),
        secret=("fingerprint",),
        erase=erase_uploads,
    ),
    PersonalData(
        "submissions.VerificationClaim",
        fields=("verifier", "taken_from", "takeover_note"),
        whose="verifiers",
        purpose="so that two do not verify the same",
        seen_by="verifiers",
        kept="until the decision",
        act=Act.DELETE,
        by_user=("verifier",),
        also_exported=("claimed_at",),
    ),
    PersonalData(
        "submissions.IdeaSupport",
        fields=("user",),
        whose=MEMBERS,
        purpose="to count support for an idea",
        seen_by="the agency",
        kept="as long as the idea",
        act=Act.POINT,
        by_user=("user",),
    ),
    PersonalData(
        "submissions.SummaryMail",
        fields=("recipient",),
        whose="leadership and heads of agencies",
        purpose="to send the daily summary once",
        seen_by="nobody",
        kept="as long as the round",
        act=Act.POINT,
        by_user=("recipient",),
    ),
    PersonalData(
        "submissions.Announcement",
        fields=("written_by", "recipients"),
        whose="people with an account",
        purpose="to prove whom the secretariat wrote to",
        seen_by="the secretariat",
        kept="for good, under “Deleted account”",
        act=Act.POINT,
        by_user=("written_by",),
        secret=("recipients",),
    ),
    PersonalData(
        "submissions.Innovator",
        fields=("name", "role"),
        whose="innovators",
        purpose="to stand on the certificate; in public with consent",
        ground=Ground.CONSENT,
        seen_by="the agency, verifiers, judges of rounds that are not blind; the public with consent",
        kept="with the submission",
        act=Act.EMPTY,
        reason=gettext_lazy(
            "Drafts lose the name, public pages show it no longer. In versions that were handed in and on "
            "certificates it stays: they are official documents."
        ),
        by_name="name",
        also_exported=("submission",),
        erase=erase_innovators,
    ),
    PersonalData(
        "submissions.SubmissionVersion",
        fields=("payload", "submitted_by"),
        whose="innovators, contacts, who handed in",
        purpose="what is judged; sealed with the result",
        seen_by="the agency, verifiers, judges; the public what was consented to",
        kept="for good: official document",
        act=Act.EMPTY,
        reason=gettext_lazy("Addresses and telephone numbers are blotted out; names of innovators stay."),
        secret=("payload", "submitted_by"),
        also_exported=("submission", "number", "submitted_at"),
        find=versions_with_contact_of,
        erase=redact_versions,
    ),
    PersonalData(
        "submissions.DeclarationConsent",
        fields=("accepted_by",),
        whose=MEMBERS,
        purpose="to prove who declared what",
        seen_by="the agency, verifiers",
        kept="with the submission",
        act=Act.POINT,
        by_user=("accepted_by",),
        also_exported=("declaration", "accepted_at"),
    ),
    PersonalData(
        "submissions.WithdrawnConsent",
        fields=("withdrawn_by", "given_again_by", "innovator"),
        whose="members of agencies, innovators",
        purpose="to keep off the public pages what was withdrawn",
        seen_by="the agency, the secretariat",
        kept="with the submission",
        act=Act.KEEP,
        reason=gettext_lazy("Without it the public pages would show the name again."),
        by_user=("withdrawn_by", "given_again_by"),
        by_name="innovator",
        also_exported=("code", "withdrawn_at", "given_again_at"),
    ),
    PersonalData(
        "submissions.Evidence",
        fields=("file", "original_name", "title", "uploaded_by"),
        whose=MEMBERS,
        purpose="proof of a submission",
        seen_by="the agency, verifiers, judges; the public where the agency marked it",
        kept="with the submission",
        act=Act.KEEP,
        reason=gettext_lazy(
            "Proof belongs to the submission of the agency; versions that were handed in point to it."
        ),
        by_user=("uploaded_by",),
        secret=("file", "uploaded_by"),
        also_exported=("submission", "uploaded_at", "sha256"),
        files=("file",),
    ),
    PersonalData(
        "submissions.IndicatorFile",
        fields=("file", "original_name", "uploaded_by"),
        whose=MEMBERS,
        purpose="proof of the IID sheet",
        seen_by="the agency, the secretariat",
        kept="with the sheet",
        act=Act.KEEP,
        reason=gettext_lazy("Proof belongs to the sheet of the agency."),
        by_user=("uploaded_by",),
        secret=("file", "uploaded_by"),
        also_exported=("sha256",),
        files=("file",),
    ),
    PersonalData(
        "submissions.Idea",
        fields=("author", "decided_by", "title", "problem", "proposal", "benefit", "reason"),
        whose=MEMBERS,
        purpose="ideas of staff that may become an innovation",
        seen_by="the agency",
        kept="with the agency",
        act=Act.POINT,
        by_user=("author",),
        secret=("decided_by",),
    ),
    PersonalData(
        "submissions.Feedback",
        fields=("name", "email", "text", "public_text", "consent"),
        whose=PUBLIC,
        purpose="to answer a question about an innovation",
        ground=Ground.CONSENT,
        seen_by="editors; the public the text without contacts",
        kept="180 days after the last answer, a year without one",
        act=Act.EMPTY,
        by_email="email",
        by_name="name",
        also_exported=("innovation", "kind", "state", "sent_at"),
        erase=erase_feedback_rows,
    ),
    PersonalData(
        "submissions.UsefulMark",
        fields=("visitor",),
        whose=PUBLIC,
        purpose="so that an address counts once a day",
        seen_by="nobody",
        kept="seven days; a fingerprint that nobody can turn back",
        act=Act.KEEP,
        reason=gettext_lazy("Nobody can be found by it."),
        find=marks_of,
    ),
)
register_traces(
    *("submissions.Obligation.exempted_by", "submissions.ObligationEvent.actor", "submissions.Extension.granted_by"),
    *("submissions.EarlierTemplate.changed_by", "submissions.Submission.created_by", "submissions.Answer.edited_by"),
    *("submissions.SubmissionEvent.actor", "submissions.AgencyChange.actor", "submissions.FeedbackAnswer.answered_by"),
    *(
        "submissions.FollowUp.answered_by",
        "submissions.IidAssessment.started_by",
        "submissions.NationalText.edited_by",
    ),
    *("submissions.AssessedIndicator.edited_by", "submissions.NationalEvent.actor"),
    *("submissions.Replication.announced_by", "submissions.Replication.decided_by"),
    *("submissions.ReplicationReport.reported_by", "submissions.Verification.verifier"),
    *("submissions.Verification.proposed_by", "submissions.VerificationProposal.verifier"),
)
register_not_personal(
    "facts of the government: regions, agencies, editions, rules",
    *("submissions.Region", "submissions.Agency", "submissions.Edition", "submissions.EditionCategory"),
    *("submissions.ReasonCode", "submissions.ParticipantGroup", "submissions.Section", "submissions.Declaration"),
    *("submissions.ComplianceDay", "submissions.ServiceMall", "submissions.OmbudsmanFinding"),
    *("submissions.ChannelFigure", "submissions.AgencyChannel", "submissions.AgencyChange.old_name"),
    *("submissions.AgencyChange.document", "submissions.ExemptionDocument", "submissions.Obligation.name"),
    *("submissions.IndicatorTable", "submissions.Indicator", "submissions.IndicatorLevel"),
    *("submissions.NationalCompetition", "submissions.NationalGroup", "submissions.NationalSection"),
    *("submissions.NationalLevel", "submissions.NationalProposal", "submissions.Recognition"),
)
register_not_personal(
    "official text of an agency or the office about an innovation or a decision, not about a person",
    *("submissions.Innovation", "submissions.Obligation.exemption_reason", "submissions.ObligationEvent.reason"),
    *("submissions.Extension.reason", "submissions.Submission", "submissions.Answer", "submissions.SubmissionEvent"),
    *("submissions.FeedbackAnswer.text", "submissions.FollowUp", "submissions.IidAssessment"),
    *("submissions.AssessedIndicator", "submissions.NationalText", "submissions.NationalEvent"),
    *("submissions.Replication", "submissions.ReplicationReport", "submissions.Verification"),
    *("submissions.VerificationProposal", "submissions.PartRemark", "submissions.Announcement.subject"),
    *("submissions.Announcement.text", "submissions.WithdrawnConsent.code", "submissions.WithdrawnConsent.text"),
    *("submissions.Evidence.url", "submissions.Evidence.alternative_text"),
)
register_not_personal(
    "made by the software about its own rows",
    *("submissions.SubmissionVersion.sha256", "submissions.VersionRedaction", "submissions.Feedback.form_key"),
    *("submissions.Evidence.content_type", "submissions.Evidence.sha256", "submissions.IndicatorFile.content_type"),
    "submissions.IndicatorFile.sha256",
)
