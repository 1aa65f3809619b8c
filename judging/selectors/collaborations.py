from django.db.models import QuerySet

from judging.models import Collaboration


def collaborations_of(judge) -> QuerySet[Collaboration]:
    """What keeps a judge from entries by earlier work, whoever entered it, the newest first."""
    collaborations = Collaboration.objects.filter(judge=judge).select_related("agency", "innovation__agency")
    return collaborations.order_by("-entered_at", "-pk")
