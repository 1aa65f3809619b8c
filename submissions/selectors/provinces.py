"""The provinces that an edition is about: those in which it has obligations."""

from django.db.models import QuerySet
from django.db.models.functions import Left

from submissions.models import Edition, Region

# Of a code of Kemendagri ("33.20") the first two digits name the province.
PROVINCE_DIGITS = 2


def regions_in_provinces_of(edition: Edition) -> QuerySet[Region]:
    """Return every region of these provinces, the exempt counted too; made to narrow another query, it asks none.

    A region without a code is known from recognitions elsewhere and lies in no province.
    """
    obliged = edition.obligations.order_by().exclude(region__code="")
    provinces = obliged.values(province=Left("region__code", PROVINCE_DIGITS))
    return Region.objects.order_by().alias(province=Left("code", PROVINCE_DIGITS)).filter(province__in=provinces)
