from judging.models.certificates import Certificate, CertificateTemplate
from judging.models.objections import Objection, ObjectionAnswer, ObjectionFile
from judging.models.results import Award, AwardLevel, ResultRow, ResultRun
from judging.models.rounds import Assignment, ConflictOfInterest, Criterion, Panelist, Round, Rubric
from judging.models.sheets import Score, ScoreSheet

__all__ = [
    "Assignment",
    "Award",
    "AwardLevel",
    "Certificate",
    "CertificateTemplate",
    "ConflictOfInterest",
    "Criterion",
    "Objection",
    "ObjectionAnswer",
    "ObjectionFile",
    "Panelist",
    "ResultRow",
    "ResultRun",
    "Round",
    "Rubric",
    "Score",
    "ScoreSheet",
]
