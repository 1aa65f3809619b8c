from django.db.models import F, Q, QuerySet

from innovation_portal.accounts.models import User
from innovation_portal.privacy.enums import RequestState
from innovation_portal.privacy.models import Acknowledgement, DataExport, ErasureRequest, PrivacyNotice

OWN = Q(user=F("owner"), phone="", name="")


def present_notice() -> PrivacyNotice | None:
    return PrivacyNotice.objects.first()


def has_to_read_notice(user: User) -> bool:
    """Say whether there is a version of the privacy notice that a person has not acknowledged."""
    notice = present_notice()
    return notice is not None and not Acknowledgement.objects.filter(notice=notice, user=user).exists()


def acknowledgements_of(user: User) -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(user=user).select_related("notice")


def exports_visible_to(user: User) -> QuerySet[DataExport]:
    """The copies that this user ordered, those about others only as long as the user may order them.

    Nobody else gets them, not even the secretariat.
    """
    ordered = DataExport.objects.filter(owner=user)
    return ordered if user.has_perm("privacy.export_person") else ordered.filter(OWN)


def own_export(user: User) -> DataExport | None:
    """The latest copy of the own data that a person ordered."""
    return exports_visible_to(user).filter(OWN).first()


def requests_of(user: User) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.filter(user=user)


def waiting_requests() -> QuerySet[ErasureRequest]:
    """The requests to be erased that the secretariat has to decide, the oldest first."""
    return ErasureRequest.objects.filter(state=RequestState.ASKED).select_related("user").order_by("asked_at", "pk")
