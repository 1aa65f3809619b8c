"""What may leave the portal as open data: what its public pages show, and of that no personal data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from home.models import CatalogueEntry
from home.selectors.catalogue import LONG_TEXTS
from home.selectors.search import matching
from judging.enums import AwardKind, AwardState, CertificateState
from judging.models import Award, Certificate
from submissions.enums import CataloguePolicy, EditionState
from submissions.models import Agency, Edition, Obligation, Recognition, Region
from submissions.selectors.overview import Share, overview_of, shares_by_edition

FROZEN_FACTS = ("form", "type", "phase", "affair", "goals", "started_on")


def open_innovations(words: Sequence[str] = ()) -> QuerySet[CatalogueEntry]:
    """Return the lines of the catalogue with the facts of their frozen versions as `frozen_…`, in one query.

    With words, only the lines that the search of the catalogue finds.
    """
    frozen = {f"frozen_{name}": KeyTransform(name, "page__version__payload") for name in FROZEN_FACTS}
    return (
        matching(list(words))
        .defer(*LONG_TEXTS)
        .select_related("agency", "region", "innovation")
        .annotate(version_id=F("page__version"), **frozen)
    )


def open_agencies() -> QuerySet[Agency]:
    """Return the owners of what the catalogue shows, each with `innovation_count`."""
    own = CatalogueEntry.objects.filter(agency=OuterRef("pk")).order_by()
    count = own.values("agency").annotate(total=Count("pk")).values("total")
    return (
        Agency.objects.filter(Exists(own))
        .select_related("region")
        .annotate(innovation_count=Coalesce(Subquery(count), 0))
    )


def open_editions() -> QuerySet[Edition]:
    """Return the editions that were opened; what is being prepared is nobody's yet."""
    return Edition.objects.exclude(state=EditionState.PREPARATION).prefetch_related("stages", "categories")


def open_awards() -> QuerySet[Award]:
    """Return the awards that stand, of innovations in the catalogue, with `valid_certificates`. Two queries."""
    valid = Certificate.objects.filter(state=CertificateState.ISSUED, kind__in=AwardKind.values)
    awards = (
        Award.objects.exclude(state=AwardState.REVOKED)
        .annotate(year=F("submission__edition__year"))
        .select_related("level", "submission__edition", "submission__innovation__agency__region")
        .prefetch_related(Prefetch("certificates", valid, to_attr="valid_certificates"))
    )
    return _with_entry(awards, "submission__innovation")


def open_recognitions() -> QuerySet[Recognition]:
    """Return the recognitions of innovations in the catalogue."""
    recognitions = Recognition.objects.select_related("innovation__agency__region")
    return _with_entry(recognitions, "innovation")


def _with_entry(honours: QuerySet, innovation: str) -> QuerySet:
    """Add what the catalogue calls the innovation and its owner; leave out what it does not show."""
    entry = f"{innovation}__page__entry"
    return honours.filter(**{f"{entry}__isnull": False}).annotate(
        innovation_number=F(innovation),
        title=F(f"{entry}__title"),
        agency_name=F(f"{entry}__agency_name"),
        region_name=F(f"{entry}__region_name"),
        data_mark=F(f"{entry}__data_mark"),
    )


@dataclass(frozen=True)
class EditionCompliance:
    """How many agencies of an edition did what they owed, and how many owed nothing."""

    edition: Edition
    share: Share
    exempt: int


def open_compliance() -> list[EditionCompliance]:
    """Return the totals of every edition that was opened, the latest first. Four queries."""
    exempt = dict(
        Obligation.objects.filter(is_exempt=True).order_by().values_list("edition").annotate(total=Count("pk"))
    )
    return [
        EditionCompliance(edition, share, exempt.get(edition.pk, 0))
        for edition, share in shares_by_edition()
        if edition.state != EditionState.PREPARATION
    ]


def open_regions(edition: Edition) -> list[tuple[Region, Share]] | None:
    """Return each region with its share that owes something, or None while the edition keeps it to itself.

    A region with one agency is that agency, so this follows what the edition says about its entries.
    """
    if not _shows_its_entries(edition):
        return None
    by_region = overview_of(edition).by_region
    return [(region, by_region[region.pk]) for region in Region.objects.filter(pk__in=by_region)]


def _shows_its_entries(edition: Edition) -> bool:
    announced = Award.objects.filter(level__edition=OuterRef("pk")).exclude(state=AwardState.REVOKED)
    return Edition.objects.filter(
        Q(catalogue_policy=CataloguePolicy.AFTER_VERIFICATION) | Q(state=EditionState.FINISHED) | Exists(announced),
        pk=edition.pk,
    ).exists()
