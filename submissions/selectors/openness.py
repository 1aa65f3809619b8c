"""What somebody sees of an edition in the monitoring: leadership everything, a head as far as it is open."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from innovation_portal.accounts.models import User
from submissions.enums import BoardOpenness
from submissions.models import Agency, Edition, Obligation
from submissions.rules import agencies_led_by


@dataclass(frozen=True)
class Sight:
    """What one person sees of one edition. `is_whole`: leadership and secretariat, who see every agency in full."""

    edition: Edition
    user: User
    is_whole: bool

    @property
    def led(self) -> frozenset[int]:
        """The agencies that the person leads, by id; they are always seen in full."""
        return agencies_led_by(self.user)

    @property
    def sees_figures(self) -> bool:
        return self.is_whole or self.edition.board_openness != BoardOpenness.CLOSED

    @property
    def sees_states(self) -> bool:
        return self.is_whole or self.edition.board_openness == BoardOpenness.PUBLIC

    def sees_in_full(self, agency_id: int) -> bool:
        return self.is_whole or agency_id in self.led

    def duties(self, duties: QuerySet[Obligation] | list[Obligation]) -> QuerySet[Obligation] | list[Obligation]:
        """Keep the obligations of the edition that the person may read; those of a past day come as a list."""
        if self.sees_states:
            return duties
        if isinstance(duties, list):
            return [duty for duty in duties if duty.agency_id in self.led]
        return duties.filter(agency__in=self.led)

    def agencies(self) -> QuerySet[Agency]:
        """Return the agencies whose page the person may open; of others than the own, those on the open board."""
        agencies = Agency.objects.select_related("region")
        if self.is_whole:
            return agencies
        is_shown = Q(pk__in=self.led)
        if self.sees_states:
            is_shown |= Q(pk__in=self.edition.obligations.values("agency"))
        return agencies.filter(is_shown)


def sight_of(user, edition: Edition) -> Sight:
    return Sight(edition, user, is_whole=user.has_perm("submissions.view_compliance"))
