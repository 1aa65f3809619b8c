from submissions.models.agencies import Agency, Membership, Region
from submissions.models.agency_changes import AgencyChange
from submissions.models.announcements import Announcement
from submissions.models.channels import AgencyChannel
from submissions.models.compliance_days import ComplianceDay
from submissions.models.consents import VersionRedaction, WithdrawnConsent
from submissions.models.context import (
    ChannelFigure,
    MallAgency,
    MallInnovation,
    OmbudsmanFinding,
    ServiceMall,
)
from submissions.models.editions import (
    Edition,
    EditionCategory,
    ReasonCode,
    Stage,
)
from submissions.models.eligibility import AgencyQuota, ParticipantGroup
from submissions.models.feedback import Feedback, FeedbackAnswer, UsefulMark
from submissions.models.follow_ups import FollowUp, FollowUpRound
from submissions.models.ideas import Idea, IdeaSupport
from submissions.models.iid import (
    AssessedIndicator,
    IidAssessment,
    Indicator,
    IndicatorFile,
    IndicatorLevel,
    IndicatorTable,
)
from submissions.models.innovations import Innovation, Recognition
from submissions.models.national import NationalCompetition, NationalGroup, NationalLevel, NationalSection
from submissions.models.national_proposals import NationalEvent, NationalProposal, NationalText
from submissions.models.obligations import ExemptionDocument, Extension, Obligation, ObligationEvent
from submissions.models.reminders import Reminder, ReminderTurn
from submissions.models.replications import Replication, ReplicationReport
from submissions.models.submissions import (
    Answer,
    DeclarationConsent,
    Evidence,
    Innovator,
    Presence,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from submissions.models.summaries import SummaryMail, SummaryRound
from submissions.models.superiors import Superior
from submissions.models.templates import Declaration, EarlierTemplate, Section
from submissions.models.uploads import PartialUpload
from submissions.models.verification import PartRemark, Verification, VerificationClaim, VerificationProposal

__all__ = [
    "Agency",
    "AgencyChange",
    "AgencyChannel",
    "AgencyQuota",
    "Announcement",
    "Answer",
    "AssessedIndicator",
    "ChannelFigure",
    "ComplianceDay",
    "Declaration",
    "DeclarationConsent",
    "EarlierTemplate",
    "Edition",
    "EditionCategory",
    "Evidence",
    "ExemptionDocument",
    "Extension",
    "Feedback",
    "FeedbackAnswer",
    "FollowUp",
    "FollowUpRound",
    "Idea",
    "IdeaSupport",
    "IidAssessment",
    "Indicator",
    "IndicatorFile",
    "IndicatorLevel",
    "IndicatorTable",
    "Innovation",
    "Innovator",
    "MallAgency",
    "MallInnovation",
    "Membership",
    "NationalCompetition",
    "NationalEvent",
    "NationalGroup",
    "NationalLevel",
    "NationalProposal",
    "NationalSection",
    "NationalText",
    "Obligation",
    "ObligationEvent",
    "OmbudsmanFinding",
    "PartRemark",
    "PartialUpload",
    "ParticipantGroup",
    "Presence",
    "ReasonCode",
    "Recognition",
    "Region",
    "Reminder",
    "ReminderTurn",
    "Replication",
    "ReplicationReport",
    "Section",
    "ServiceMall",
    "Stage",
    "Submission",
    "SubmissionEvent",
    "SubmissionVersion",
    "SummaryMail",
    "SummaryRound",
    "Superior",
    "UsefulMark",
    "Verification",
    "VerificationClaim",
    "VerificationProposal",
    "VersionRedaction",
    "WithdrawnConsent",
]
