"""Settings shared by every environment; values come from the environment, see `.env.example`."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

from innovation_portal.settings.limits import LIMITED_ADDRESSES, RATE_LIMITS  # noqa: F401
from innovation_portal.utils.accents import DEFAULT, HUES

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", f"http://localhost:{env.int('PORT', 8000)}")

# Of whom the portal is (docs/operations/another-province.md)
PORTAL_NAME = env.str("PORTAL_NAME", "Satu OPD Satu Inovasi")
PROVINCE = env.str("PROVINCE", "Jawa Tengah")
GOVERNMENT_NAME = env.str("GOVERNMENT_NAME", f"Pemerintah Provinsi {PROVINCE}")
ACCENT = env.str("ACCENT", DEFAULT, validate=validate.OneOf([DEFAULT, *HUES]))
LEGAL_BASIS = env.str(
    "LEGAL_BASIS",
    "Perda Jawa Tengah Nomor 3 Tahun 2019 tentang Penyelenggaraan Inovasi Daerah menjadi dasar portal ini.",
)

INSTALLED_APPS = [
    "home",
    "judging",
    "submissions",
    "innovation_portal.privacy",
    "innovation_portal.accounts",
    "innovation_portal.operations",
    "innovation_portal.utils",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "innovation_portal.accounts.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap",
    "django_htmx",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "innovation_portal.operations.middleware.RequestIdMiddleware",
    "innovation_portal.utils.headers.PolicyMiddleware",
    "innovation_portal.utils.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "innovation_portal.utils.middleware.ZeroByteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "innovation_portal.utils.middleware.LanguageByChoiceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "innovation_portal.utils.audit.middleware.AuditMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "innovation_portal.accounts.middleware.SessionLifeMiddleware",
    "innovation_portal.accounts.middleware.SecondFactorMiddleware",
    "innovation_portal.utils.middleware.BodyLimitMiddleware",
    "innovation_portal.utils.middleware.UnreadableFormMiddleware",
    "innovation_portal.utils.middleware.MissingInputMiddleware",
    "innovation_portal.utils.middleware.VanishedPageMiddleware",
    "innovation_portal.utils.file_faults.FileFaultMiddleware",
    "innovation_portal.utils.limits.LimitsMiddleware",
    "innovation_portal.privacy.middleware.NoticeMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "innovation_portal.operations.middleware.DatabaseAwayMiddleware",
]

ROOT_URLCONF = "innovation_portal.urls"
WSGI_APPLICATION = "innovation_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["innovation_portal.utils.templatetags.portal"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "csp.context_processors.nonce",
                "innovation_portal.accounts.context_processors.desks",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Database: SQLite in WAL mode. Immediate transactions take the write lock at BEGIN, so two writers wait for one
# another instead of failing with "database is locked" at the first write.
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    # A server that does not answer is away; without this a visitor would wait two minutes to hear it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # What one statement may take. The application server sets it for pages (gunicorn.py); workers may take longer.
    if STATEMENT_SECONDS := env.int("STATEMENT_SECONDS", 0):
        DATABASES["default"]["OPTIONS"].setdefault("options", f"-c statement_timeout={STATEMENT_SECONDS}s")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", 2)  # as the application server reads it; a check asks
REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    REDIS = {"BACKEND": "innovation_portal.operations.caches.ForgivingRedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": REDIS, "pages": REDIS | {"KEY_PREFIX": "pages"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    # Pages apart: whoever asks for many addresses would push out the counters of the rate limits.
    LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
    PAGES = {"BACKEND": LOCAL_MEMORY, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 300}}
    CACHES = {
        "default": {"BACKEND": LOCAL_MEMORY, "OPTIONS": {"MAX_ENTRIES": 10_000}},
        "pages": PAGES,
        "template_fragments": PAGES,
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "MinimumLengthValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
    {"NAME": "innovation_portal.accounts.password_words.WordsOfThePlaceValidator"},
]
# Names of the place that no password may be made of; what offices have in common is in the validator's module.
PASSWORD_WORDS = env.list("PASSWORD_WORDS", ["jawa", "tengah", "jateng", "semarang"])
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:landing"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/masuk/"
ACCOUNT_ADAPTER = "innovation_portal.accounts.adapters.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
# How old the last login may be before a dangerous act (docs/access.md); allauth asks the same of its own pages.
FRESH_LOGIN_MINUTES = env.int("FRESH_LOGIN_MINUTES", 10, validate=validate.Range(min=1))
ACCOUNT_REAUTHENTICATION_TIMEOUT = FRESH_LOGIN_MINUTES * 60
ACCOUNT_FORMS = {
    "login": "innovation_portal.accounts.forms.LoginForm",
    "reset_password": "innovation_portal.accounts.forms.ForgottenPasswordForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# How long five wrong passwords lock the sign-in with an address.
LOGIN_LOCK_MINUTES = env.int("LOGIN_LOCK_MINUTES", 10)
ACCOUNT_RATE_LIMITS = RATE_LIMITS | {
    "login_failed": f"30/m/ip,5/{LOGIN_LOCK_MINUTES}m/key",
    # The same wrong passwords by address alone, to know when a lock begins, and one letter about it.
    "lock_out": f"5/{LOGIN_LOCK_MINUTES}m/key",
    "lock_out_letter": f"1/{LOGIN_LOCK_MINUTES}m/key",
    "open_data": env.str("OPEN_DATA_LIMIT", RATE_LIMITS["open_data"]),
    "search": env.str("SEARCH_LIMIT", RATE_LIMITS["search"]),
}
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "innovation_portal.accounts.second_factor_adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "innovation_portal.accounts.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "innovation_portal.accounts.second_factor_forms.RenamePasskeyForm",
}
# An account is opened by a letter to its address, which proves it; allauth has rows that say so only of some.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Whoever holds one of these roles, and every superuser, goes on only with a second factor (docs/accounts.md). No name
# switches the rule off.
SECOND_FACTOR_ROLES = env.list(
    "SECOND_FACTOR_ROLES", ["Sekretariat", "Verifikator", "Juri", "Ketua juri", "Kepala redaksi"]
)
# Who must have a second factor is signed out after so long without a request; nobody who chose to stay signed in.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 60)
# After so many days everybody signs in anew, however much the session was used.
SESSION_LONGEST_DAYS = env.int("SESSION_LONGEST_DAYS", 14, validate=validate.Range(min=1))
# Sign-in with an identity provider by OpenID Connect (docs/accounts.md); there is one where the first three are set.
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "SSO Pemerintah")
OIDC_LINKS_BY_ADDRESS = env.bool("OIDC_LINKS_BY_ADDRESS", False)
OIDC_SECOND_FACTOR_AMR = env.list("OIDC_SECOND_FACTOR_AMR", [])
OIDC_LOOPBACK_ALLOWED = False  # whether a provider on this machine may answer without TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
MESSAGES_COOKIE_NAME = "messages"
MESSAGE_STORAGE = "innovation_portal.utils.message_storage.MessageStorage"
# A browser in which somebody signed in before (innovation_portal/accounts/lockout.py).
KNOWN_BROWSER_COOKIE_NAME = "peramban"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# The token stands in the pages, so no script has to read it from the cookie.
CSRF_COOKIE_HTTPONLY = True

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = env.str("TIME_ZONE", "Asia/Jakarta")
USE_TZ = True
USE_I18N = True

# Static files and uploads. Uploads are private: no address serves MEDIA_ROOT, a view asks a selector first.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/berkas/"
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
# What has arrived of files that are sent in pieces. Nothing serves it; several web machines have to share it.
PARTIAL_UPLOADS_ROOT = env.path("PARTIAL_UPLOADS_ROOT", VAR_DIR / "partial_uploads")
S3_BUCKET = env.str("S3_BUCKET", "")
if S3_BUCKET:
    from botocore.config import Config  # a third of a second, for those only who store there

    default_storage = {
        "BACKEND": "innovation_portal.utils.object_storage.SharingS3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "access_key": env.str("S3_ACCESS_KEY", None),
            "secret_key": env.str("S3_SECRET_KEY", None),
            "default_acl": "private",
            "file_overwrite": False,
            # A storage that is slow must not keep a web server: a thread is left, the others wait ten seconds at most.
            "places": max(1, env.int("WEB_THREADS", 4) - 1),
            "client_config": Config(
                connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2}, signature_version="s3v4"
            ),
        },
    }
else:
    default_storage = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {
    "default": default_storage,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Collected by root and read by the portal and by nginx; uploads keep the stricter mode below.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# Three limits: of a whole request (refused unread), of its text without files, and of a file that is kept in memory.
REQUEST_MAX_BYTES = 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the back office sends an edition with its sections in one form
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail
vars().update(env.dj_email_url("EMAIL_URL", "console://"))
# A mail server that is slow or silent must not keep a worker; a ?timeout=… in EMAIL_URL counts first.
EMAIL_TIMEOUT = vars()["EMAIL_TIMEOUT"] or 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"{PORTAL_NAME} <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Wagtail
WAGTAIL_SITE_NAME = PORTAL_NAME
WAGTAILADMIN_BASE_URL = PORTAL_ADDRESS
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# An embed would be fetched by the server from wherever an editor says; videos are links (home/blocks.py).
WAGTAILEMBEDS_FINDERS = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "innovation_portal.utils.library_forms.LibraryDocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # what `validate_upload` draws anew
WAGTAILIMAGES_IMAGE_FORM_BASE = "innovation_portal.utils.library_forms.LibraryImageForm"
# Passwords are changed in one place, /akun/sandi/, and never set by somebody else.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True

# Security headers
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY, but Wagtail previews pages in a frame of the same origin
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the signs in Bootstrap's stylesheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
# Wagtail writes scripts beside the widgets that they start, and Draftail styles into the page (docs/security.md).
BACK_OFFICE_POLICY = {
    "script-src": [UNSAFE_INLINE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["blob:"],  # a picture that was chosen and not sent yet
}

# Electronic signatures of certificates (docs/certificates.md); all of it is optional
SIGNING_PKCS12 = env.path("SIGNING_PKCS12", None)
SIGNING_PKCS12_PASSPHRASE = env.str("SIGNING_PKCS12_PASSPHRASE", "")
SIGNING_PKCS11_LIBRARY = env.path("SIGNING_PKCS11_LIBRARY", None)
SIGNING_PKCS11_TOKEN = env.str("SIGNING_PKCS11_TOKEN", "")
SIGNING_PKCS11_LABEL = env.str("SIGNING_PKCS11_LABEL", "")
SIGNING_PKCS11_PIN = env.str("SIGNING_PKCS11_PIN", "")
SIGNING_TSA_URL = env.str("SIGNING_TSA_URL", "")
SIGNING_TRUST = env.path("SIGNING_TRUST", None)

# Backups (docs/backup.md): encrypted to public keys, so that the server holds nothing that opens them
BACKUP_TARGET = env.str("BACKUP_TARGET", str(VAR_DIR / "backups"))
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", [])
BACKUP_SIGNING_KEY = env.str("BACKUP_SIGNING_KEY", "")
BACKUP_STATE = env.path("BACKUP_STATE", VAR_DIR / "backup-last.json")

# For how many days personal data is kept (docs/privacy.md)
RETENTION_MAIL_DAYS = env.int("RETENTION_MAIL_DAYS", 730)
RETENTION_UNUSED_ACCOUNT_DAYS = env.int("RETENTION_UNUSED_ACCOUNT_DAYS", 1095)
RETENTION_WARNED_DAYS = env.int("RETENTION_WARNED_DAYS", 30)
RETENTION_DRAFT_DAYS = env.int("RETENTION_DRAFT_DAYS", 1825)

# House rules
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
# A virus scanner that looks at every upload, as unix:/path or tcp:host:port; without one nothing is scanned.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
DEMONSTRATION_ALLOWED = False

# Who watches the portal (docs/operations.md)
READINESS_SECONDS = 2  # how long an answer of /siap/ holds, which anybody may ask for
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
SENTRY_DSN = env.str("SENTRY_DSN", "")

LOG_FORMAT = env.str("LOG_FORMAT", "line", validate=validate.OneOf(["line", "json"]))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "innovation_portal.operations.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "innovation_portal.operations.logs.JsonFormatter"},
    },
    "filters": {"refusals": {"()": "innovation_portal.operations.logs.RefusalFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # What these say at INFO is about themselves: seventeen lines for one certificate, a line for every start.
    # pyHanko warns with a traceback where a signer's issuer is unknown, which is one of the answers that we ask for.
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},
        **{name: {"level": "ERROR"} for name in ("pyhanko", "pyhanko_certvalidator")},
    },
}
