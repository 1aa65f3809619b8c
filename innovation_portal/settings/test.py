"""Settings of the test suite: fast hashing, mail and files kept where a test can read them back."""

from innovation_portal.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105  of tests alone
ALLOWED_HOSTS = ["*"]
DEMONSTRATION_ALLOWED = True
OIDC_ISSUER = ""  # tests of the provider start one
OIDC_LOOPBACK_ALLOWED = True
SECOND_FACTOR_ROLES = []  # a test of the rule names its roles
WHITENOISE_AUTOREFRESH = True  # nothing has to be collected before a test
# Without a place of their own both share one, so that a test clears all with one call.
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {"default": MEMORY, "pages": MEMORY}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
READINESS_SECONDS = 0
MFA_TOTP_TOLERANCE = 1  # or a code drawn at the end of its half minute would come too late
FRESH_LOGIN_MINUTES = None  # who is signed in by force has no record; tests of the fresh login set it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
