"""Production settings: https only, every secret from the environment."""

from environs import validate

from innovation_portal.settings.base import *  # noqa: F403
from innovation_portal.settings.base import (
    CONTENT_SECURITY_POLICY,
    CSRF_COOKIE_NAME,
    KNOWN_BROWSER_COOKIE_NAME,
    LANGUAGE_COOKIE_NAME,
    MESSAGES_COOKIE_NAME,
    SESSION_COOKIE_NAME,
    env,
)

SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", validate=validate.Length(min=1))
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS")
WAGTAILADMIN_BASE_URL = PORTAL_ADDRESS
vars().update(env.dj_email_url("EMAIL_URL"))
EMAIL_TIMEOUT = vars()["EMAIL_TIMEOUT"] or 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")

# Without the visitor's own address ten wrong passwords a minute, from anywhere, would keep everybody from signing in.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1)

SECURE_SSL_REDIRECT = True
# Asked by machines beside the portal, which do not speak TLS to it.
SECURE_REDIRECT_EXEMPT = ["^ok/$", "^siap/$", "^metrik/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# Browsers take cookies with this beginning only over https and for this very host: a neighbour cannot plant one.
SESSION_COOKIE_NAME = f"__Host-{SESSION_COOKIE_NAME}"
CSRF_COOKIE_NAME = f"__Host-{CSRF_COOKIE_NAME}"
LANGUAGE_COOKIE_NAME = f"__Host-{LANGUAGE_COOKIE_NAME}"
MESSAGES_COOKIE_NAME = f"__Host-{MESSAGES_COOKIE_NAME}"
KNOWN_BROWSER_COOKIE_NAME = f"__Host-{KNOWN_BROWSER_COOKIE_NAME}"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
