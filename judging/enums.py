from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundKind(models.TextChoices):
    DESK = "desk", _("Proposal judging")
    PRESENTATION = "presentation", _("Presentation and interview")
    FIELD = "field", _("Field visit")


class RoundState(models.TextChoices):
    PREPARATION = "preparation", _("In preparation")
    OPEN = "open", _("Open")
    SEALED = "sealed", _("Sealed")


class Pool(models.TextChoices):
    """What entries compete in for going on to the next round."""

    ALL = "all", _("All entries together")
    GROUP = "group", _("Each participant group by itself")
    CATEGORY = "category", _("Each category by itself")


class RubricScale(models.TextChoices):
    """What a mark is: a level, a number, or the highest of the graded levels that the entry proves."""

    LEVELS = "levels", _("Levels from 1 to the highest score")
    POINTS = "points", _("Points from 0 to 100")
    PROVED = "proved", _("Graded levels with evidence: the highest proved one counts, 0 is none")


class KeptMarks(models.TextChoices):
    """What stays of the marks on started sheets when their round moves to another rubric."""

    MATCHING = "matching", _("Keep the marks of criteria with the same code, if the scale is the same")
    NOTHING = "nothing", _("Keep no marks; the judges score again")


class AdmissionKind(models.TextChoices):
    """How an entry came into a round, or left it."""

    ADVANCED = "advanced", _("By the rule of the round before")
    ADDED = "added", _("Added by hand")
    REMOVED = "removed", _("Taken out by hand")


class ScoringMethod(models.TextChoices):
    """What ranks the entries of a round; the values are those of `judging.scoring.calculation`."""

    MEAN = "weighted-mean", _("Mean of the sheets")
    ADJUSTED = "judge-adjusted-mean", _("Mean of the sheets, freed from the severity of their judges")


class TieBreakRule(models.TextChoices):
    """What tells equal entries apart after the criteria; the values are those of `judging.scoring.tie_breaks`."""

    MEDIAN = "higher_median", _("The higher median of the sheets")
    LOWEST = "higher_lowest_sheet", _("The higher of the lowest sheets")
    RANGE = "smaller_range", _("The smaller spread of the sheets")


class CommentPolicy(models.TextChoices):
    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    OFF = "off", _("Off")


class ConflictSource(models.TextChoices):
    AUTOMATIC = "automatic", _("Found automatically")
    DECLARED = "declared", _("Declared by the judge")
    SECRETARIAT = "secretariat", _("Entered by the secretariat")


class TaskState(models.TextChoices):
    """Where an assignment stands for its judge; derived, never stored."""

    UNDECLARED = "undeclared", _("Declare first")
    CLEARED = "cleared", _("Not yet scored")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RECUSED = "recused", _("Recused")


class SheetState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")


class Confidence(models.IntegerChoices):
    """How sure a judge is of a sheet; shown to the chair beside the scores, and never part of the arithmetic."""

    LOW = 1, _("Unsure")
    MEDIUM = 2, _("Fairly sure")
    HIGH = 3, _("Sure")


class ScoreState(models.TextChoices):
    """Missing is never zero: each of these but `scored` leaves the criterion out, and weights are re-scaled."""

    NOT_YET = "not_yet", _("Not yet")
    SCORED = "scored", _("Scored")
    ABSTAINED = "abstained", _("Abstained")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class AwardKind(models.TextChoices):
    NOMINEE = "nominee", _("Nominee")
    WINNER = "winner", _("Winner")


class AwardState(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")
    REVOKED = "revoked", _("Revoked")


class ObjectionOutcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Not accepted")


class ObjectionState(models.TextChoices):
    """Where an objection stands: received, or the outcome of its latest answer; derived, never stored."""

    RECEIVED = "received", _("Received")
    ACCEPTED = ObjectionOutcome.ACCEPTED.value, ObjectionOutcome.ACCEPTED.label
    DISMISSED = ObjectionOutcome.DISMISSED.value, ObjectionOutcome.DISMISSED.label


class FeedbackPolicy(models.TextChoices):
    """What an agency reads of its own sheets once the awards are announced, never with the name of a judge."""

    NOTHING = "nothing", _("Nothing")
    COMMENTS = "comments", _("Comments")
    SCORES = "scores", _("Comments and scores by criterion")


class CertificateKind(models.TextChoices):
    """What a certificate is given for, in the order of the numbers; the first two are those of `AwardKind`."""

    WINNER = AwardKind.WINNER.value, AwardKind.WINNER.label
    NOMINEE = AwardKind.NOMINEE.value, AwardKind.NOMINEE.label
    PARTICIPANT = "participant", _("Participant")
    INNOVATOR = "innovator", _("Innovator")
    JUDGE = "judge", _("Judge")


class CertificateState(models.TextChoices):
    ISSUED = "issued", _("Valid")
    REVOKED = "revoked", _("Revoked")


class CheckWay(models.TextChoices):
    """How somebody checked a certificate."""

    PAGE = "page", _("Check page opened")
    TYPED = "typed", _("Number or code typed")
    COPY = "copy", _("PDF sent")
    BADGE = "badge", _("Badge read by a program")


class CheckOutcome(models.TextChoices):
    """What came of a check. The last two have no certificate: nothing was found, or nothing was looked for."""

    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")
    CHANGED = "changed", _("Changed copy")
    UNKNOWN = "unknown", _("Not ours")
    LIMITED = "limited", _("Too many attempts")


class Orientation(models.TextChoices):
    LANDSCAPE = "landscape", _("Landscape")
    PORTRAIT = "portrait", _("Portrait")


class CertificateLanguage(models.TextChoices):
    """Of the fixed words on the page (`judging.pdf.words`)."""

    INDONESIAN = "id", _("Indonesian")
    ENGLISH = "en", _("English")


class SignatureTrust(models.TextChoices):
    """Who vouches for the signer of a file."""

    TRUSTED = "trusted", _("Issuer is trusted")
    TEST = "test", _("Test key, no official signature")
    UNKNOWN = "unknown", _("Issuer is unknown")
    REVOKED = "revoked", _("Signer's certificate was revoked")


class SigningPlace(models.TextChoices):
    """Where a certificate was signed."""

    PORTAL = "portal", _("By the portal")
    OUTSIDE = "outside", _("Outside, by the official")


class CertificateDesign(models.TextChoices):
    """The three own designs of `judging/pdf/templates`."""

    GUNUNGAN = "gunungan", _("Gunungan and kawung, for winners")
    PARANG = "parang", _("Parang bands, for nominees")
    TUMPAL = "tumpal", _("Tumpal ends, for taking part")


class IssueRunState(models.TextChoices):
    PRINTING = "printing", _("Printing is under way")
    CANCELLED = "cancelled", _("Stopped")
    FINISHED = "finished", _("Finished")


class PrintState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Being printed")
    PRINTED = "printed", _("Printed")
    FAILED = "failed", _("Failed")


class PrinterFileState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    PRINTING = "printing", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class EntryOrder(models.TextChoices):
    """In which order the entries of a round get their slots."""

    DRAWN = "drawn", _("Drawn by the seed of the round")
    CATEGORY = "category", _("One category after the other, drawn within each")


class Verdict(models.TextChoices):
    """What a field visit found of a claim of the entry."""

    CONFIRMS = "confirms", _("Confirms it")
    PARTLY = "partly", _("Confirms a part")
    CONTRADICTS = "contradicts", _("Contradicts it")
    NOT_SEEN = "not_seen", _("Could not be seen")


class VisitTeam(models.TextChoices):
    """For which team somebody visits: since 2020 at least one of each goes (Tim Panel Independen, Tim Evaluasi)."""

    INDEPENDENT = "tpi", _("Independent panel (TPI)")
    EVALUATION = "te", _("Evaluation team (TE)")
    OTHER = "other", _("Neither of both")
