from judging.models.certificate_templates import CertificateSignatory, CertificateTemplate, Letterhead
from judging.models.certificates import Certificate
from judging.models.checks import CertificateCheck
from judging.models.collaborations import Collaboration
from judging.models.conflicts import ConflictOfInterest
from judging.models.issue_runs import IssueRun, PrintItem
from judging.models.objections import Objection, ObjectionAnswer, ObjectionFile
from judging.models.printer_files import PrinterFile
from judging.models.records import Record, RecordFile, RecordReopening
from judging.models.redactions import Redaction
from judging.models.results import Award, AwardLevel, ResultRow, ResultRun
from judging.models.rounds import Admission, Assignment, Panelist, Round
from judging.models.rubrics import Criterion, Rubric
from judging.models.sheets import Score, ScoreSheet, SheetReopening
from judging.models.signatures import SignedFile
from judging.models.timetables import SittingDay, Slot, SlotChange

__all__ = [
    "Admission",
    "Assignment",
    "Award",
    "AwardLevel",
    "Certificate",
    "CertificateCheck",
    "CertificateSignatory",
    "CertificateTemplate",
    "Collaboration",
    "ConflictOfInterest",
    "Criterion",
    "IssueRun",
    "Letterhead",
    "Objection",
    "ObjectionAnswer",
    "ObjectionFile",
    "Panelist",
    "PrintItem",
    "PrinterFile",
    "Record",
    "RecordFile",
    "RecordReopening",
    "Redaction",
    "ResultRow",
    "ResultRun",
    "Round",
    "Rubric",
    "Score",
    "ScoreSheet",
    "SheetReopening",
    "SignedFile",
    "SittingDay",
    "Slot",
    "SlotChange",
]
