from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from submissions.enums import ChannelKind
from submissions.models import Agency, AgencyChannel


@transaction.atomic
def add_channel(agency_id: int, *, actor, kind: ChannelKind | str, address: str) -> AgencyChannel:
    """Say where the public reaches the agency. The same channel again returns the same row.

    Raises `ValidationError` for `address` where the kind asks for https (`invalid`) or a telephone number
    (`not_a_phone`).
    """
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    _check_may_manage(actor, agency)
    channel = AgencyChannel(agency=agency, kind=kind, address=address.strip())
    channel.clean_fields()
    channel.clean()
    if known := AgencyChannel.objects.filter(agency=agency, kind=channel.kind, address=channel.address).first():
        return known
    channel.save()
    log(agency, "submissions.add_channel", user=actor, data={"channel": str(channel)})
    return channel


@transaction.atomic
def remove_channel(channel_id: int, *, actor) -> None:
    channel = AgencyChannel.objects.select_related("agency").get(pk=channel_id)
    _check_may_manage(actor, channel.agency)
    log(channel.agency, "submissions.remove_channel", user=actor, data={"channel": str(channel)})
    channel.delete()


def _check_may_manage(actor, agency: Agency) -> None:
    if not (actor.has_perm("submissions.manage_channels", agency) or actor.has_perm("submissions.run_edition")):
        raise PermissionDenied
