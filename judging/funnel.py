"""The steps that this app adds to the funnel of an edition (`submissions.selectors.funnel`)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from judging.enums import AwardKind
from judging.models import ResultRow
from judging.selectors.results import awards_of_edition
from submissions.models import Edition
from submissions.selectors.funnel import FunnelStep


def steps_of_judging(edition: Edition) -> list[FunnelStep]:
    """Return who has a place in a confirmed result, who was announced for any level, and who won one."""
    placed = ResultRow.objects.filter(
        run__round__edition=edition, run__confirmed_at__isnull=False, run__reopened_at=None, rank__isnull=False
    )
    named = awards_of_edition(edition).order_by()
    winners = named.filter(level__kind=AwardKind.WINNER)
    return [
        FunnelStep("dinilai", _("Judged"), Q(pk__in=placed.order_by().values("submission"))),
        FunnelStep("nomine", _("Nominated"), Q(pk__in=named.values("submission"))),
        FunnelStep("penerima", _("Awarded"), Q(pk__in=winners.values("submission"))),
    ]
