"""How long the data of accounts, mails and sessions is kept."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from innovation_portal.privacy.retention import Retention, register_rule
from innovation_portal.privacy.services.exports import KEPT, delete_old_exports
from innovation_portal.privacy.services.sweeping import (
    clear_sessions,
    close_unused_accounts,
    empty_old_messages,
    warn_unused_accounts,
)

DAY = timedelta(days=1)

register_rule(
    Retention(
        "message texts",
        "utils.OutgoingMessage",
        what=_("Address and text of mails"),
        age=DAY * settings.RETENTION_MAIL_DAYS,
        counted_from=_("when it was sent"),
        act=_("Emptied; that a mail went out stays"),
        run=empty_old_messages,
    ),
    Retention(
        "copies of personal data",
        "privacy.DataExport",
        what=_("Copies of personal data"),
        age=KEPT,
        counted_from=_("when it was ordered"),
        act=_("Deleted with the file"),
        run=delete_old_exports,
    ),
    Retention(
        "sessions",
        "sessions.Session",
        what=_("Sessions that have run out"),
        age=timedelta(0),
        counted_from=_("when it ran out"),
        act=_("Deleted"),
        run=clear_sessions,
    ),
    Retention(
        "warning of unused accounts",
        "accounts.User",
        what=_("Accounts that are not used"),
        age=DAY * settings.RETENTION_UNUSED_ACCOUNT_DAYS,
        counted_from=_("the last sign-in"),
        act=_("Warned by mail"),
        run=warn_unused_accounts,
    ),
    Retention(
        "closing of unused accounts",
        "accounts.User",
        what=_("Accounts that are not used although they were warned"),
        age=DAY * settings.RETENTION_WARNED_DAYS,
        counted_from=_("the warning"),
        act=_("Closed; the secretariat can open it again"),
        run=close_unused_accounts,
        order=51,
    ),
)
