"""The versions of the privacy notice, and who has read which."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from innovation_portal.accounts.models import User
from innovation_portal.privacy.models import Acknowledgement, PrivacyNotice
from innovation_portal.privacy.notice_texts import own_words
from innovation_portal.privacy.selectors import present_notice

# Data, shown as they are: in the language of the office.
FIRST_CHANGE = (
    "Pemberitahuan ini menjelaskan data pribadi apa yang disimpan portal, untuk apa, berapa lama, dan apa hak Anda "
    "menurut Undang-Undang Nomor 27 Tahun 2022."
)


@transaction.atomic
def announce_notice(*, actor: User, text: str, change: str, seen: int) -> PrivacyNotice:
    """Keep the notice word for word as a new version; whoever has an account is asked to read it once.

    `seen` is the number of the version that the actor saw as the present one. Raises `stale` after another one was
    announced, `unchanged` where the words are the same.
    """
    if not actor.has_perm("privacy.announce_notice"):
        raise PermissionDenied
    present = PrivacyNotice.objects.select_for_update().first()
    if (present.number if present else 0) != seen:
        raise ValidationError(_("Somebody else announced a version meanwhile."), code="stale")
    if present and present.text == text:
        raise ValidationError(_("The notice says the same as the present version."), code="unchanged")
    notice = PrivacyNotice.objects.create(number=seen + 1, text=text, change=change.strip(), announced_by=actor)
    log(notice, "privacy.announce_notice", user=actor, data={"number": notice.number})
    return notice


def install_first_notice() -> None:
    """Make the notice that comes with the portal the first version, where there is none. Again: nothing."""
    if present_notice() is None:
        PrivacyNotice.objects.get_or_create(number=1, defaults={"text": own_words(), "change": FIRST_CHANGE})


def acknowledge_notice(number: int, *, actor: User) -> Acknowledgement:
    """Note that a person has read this version. Again: the same row."""
    notice = PrivacyNotice.objects.get(number=number)
    return Acknowledgement.objects.get_or_create(notice=notice, user=actor)[0]
