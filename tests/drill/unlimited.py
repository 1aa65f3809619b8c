"""Settings of a web server that is asked more than any person may ask: nothing is counted, no login is too old."""

from innovation_portal.settings.dev import *  # noqa: F403
from innovation_portal.settings.dev import ACCOUNT_RATE_LIMITS

ACCOUNT_RATE_LIMITS = dict.fromkeys(ACCOUNT_RATE_LIMITS, "10000000/m/ip")
FRESH_LOGIN_MINUTES = None
