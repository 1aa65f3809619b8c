from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from judging.enums import RoundState
from judging.models import AwardLevel, CertificateTemplate, Round
from judging.services.rubrics import copy_rubric
from submissions.models import Edition
from submissions.services.editions import clone_edition as clone_registry
from submissions.services.editions import moved_by_years


@transaction.atomic
def clone_edition(edition_id: int, *, year: int, actor) -> Edition:
    """Prepare another year from an edition: everything that the registry copies, and the judging of it.

    Rounds get a new version of their rubric and no panel; award levels and certificate templates are copied. Dates
    move by whole years. What keeps a registry edition from being cloned is raised from there.
    """
    source = Edition.objects.get(pk=edition_id)
    edition = clone_registry(edition_id, year=year, actor=actor)
    years = edition.year - source.year
    rubrics = {}
    for round_ in Round.objects.filter(edition=source):
        if round_.rubric_id not in rubrics:
            rubrics[round_.rubric_id] = copy_rubric(round_.rubric_id)
        round_.pk, round_.edition, round_.state = None, edition, RoundState.PREPARATION
        round_.rubric = rubrics[round_.rubric_id]
        round_.closes_at = round_.closes_at and moved_by_years(round_.closes_at, years)
        round_.save(force_insert=True)
    for level in AwardLevel.objects.filter(edition=source):
        level.pk, level.edition = None, edition
        level.save(force_insert=True)
    for template in CertificateTemplate.objects.filter(edition=source):
        signatories = list(template.signatories.all())
        template.pk, template.edition, template.first_number = None, edition, 1
        template.dated_on = _day_moved_by_years(template.dated_on, years)
        template.save(force_insert=True)
        for signatory in signatories:
            signatory.pk, signatory.template = None, template
            signatory.save(force_insert=True)
    return edition


def _day_moved_by_years(day: date, years: int) -> date:
    return moved_by_years(timezone.make_aware(datetime.combine(day, time(12))), years).date()
