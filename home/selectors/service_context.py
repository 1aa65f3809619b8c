"""What stands beside an innovation in public: facts of others, which change a few times a year."""

from django.core.cache import cache

from submissions.models import Innovation
from submissions.selectors.context import ServiceContext, context_of_innovation

REMEMBERED_SECONDS = 60  # as all that does not come from the catalogue (docs/decisions/0014)


def public_context_of(innovation: Innovation) -> ServiceContext:
    """Return the context of an innovation, up to a minute old."""
    key = f"service-context:{innovation.pk}"
    return cache.get_or_set(key, lambda: context_of_innovation(innovation), REMEMBERED_SECONDS)
