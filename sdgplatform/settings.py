"""Settings, all read from the environment; the defaults are a working development set-up.

Every variable is described in `.env.example`. Production (`DJANGO_ENV=production`) refuses to
start without its secrets and its real servers.
"""

import json
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.str("DJANGO_ENV", default="development") == "production"
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()


def _embedded_servers() -> dict[str, str]:
    """Addresses of the servers that the launcher started for this data folder."""
    addresses = DATA_DIR / "servers.json"
    return json.loads(addresses.read_text()) if not PRODUCTION and addresses.exists() else {}


def _secret(name: str, *, development: str) -> str:
    value = env.str(name, default="" if PRODUCTION else development)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set in production; see .env.example.")
    return value


EMBEDDED = _embedded_servers()

# Security -------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=not PRODUCTION)
SECRET_KEY = _secret("SECRET_KEY", development="development-only-" + "0" * 40)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="" if PRODUCTION else "http://localhost:8000").rstrip("/")
if PRODUCTION and not (ALLOWED_HOSTS and SITE_URL):
    raise ImproperlyConfigured("ALLOWED_HOSTS and SITE_URL must be set in production; see .env.example.")

SECURE_HTTPS = env.bool("SECURE_HTTPS", default=PRODUCTION)
SECURE_SSL_REDIRECT = SECURE_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sdgplatform.access.failures.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Applications ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "sdgplatform.dashboard",
    "workshops",
    "modules",
    "alignment",
    "participants",
    "sdgplatform.audit",
    "sdgplatform.jobs",
    "sdgplatform.uploads",
    "sdgplatform.outbox",
    "sdgplatform.ui",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "rest_framework.authtoken",
    "rules.apps.AutodiscoverRulesConfig",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sdgplatform.access.middleware.PlainAddressMiddleware",
    "sdgplatform.access.middleware.PreferencesMiddleware",
    "sdgplatform.access.unsent.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sdgplatform.access.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "sdgplatform.urls"
WSGI_APPLICATION = "sdgplatform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["rules.templatetags.rules", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sdgplatform.ui.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True  # the way of Django 6
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_TAGS = {messages.ERROR: "danger", messages.DEBUG: "secondary"}

# Data -----------------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default=EMBEDDED.get("DATABASE_URL", ""))
if PRODUCTION and not DATABASE_URL:
    raise ImproperlyConfigured("DATABASE_URL must be set in production; see .env.example.")
DATABASES = {"default": env.db_url_config(DATABASE_URL or "postgres://127.0.0.1:5432/sdgplatform")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.str("CACHE_URL", default=EMBEDDED.get("CACHE_URL", "redis://127.0.0.1:6379/1"))
CACHES = {"default": env.cache_url_config(CACHE_URL)}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MEDIA_STORAGE_BUCKET = env.str("MEDIA_STORAGE_BUCKET", default="")
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=500 * 1000 * 1000)
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if MEDIA_STORAGE_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_STORAGE_BUCKET,
            "endpoint_url": env.str("MEDIA_STORAGE_ENDPOINT", default="") or None,
            "region_name": env.str("MEDIA_STORAGE_REGION", default="") or None,
            "access_key": env.str("MEDIA_STORAGE_ACCESS_KEY", default="") or None,
            "secret_key": env.str("MEDIA_STORAGE_SECRET_KEY", default="") or None,
            "default_acl": "private",
            "querystring_auth": True,
        },
    }

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Jobs -----------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=EMBEDDED.get("CELERY_BROKER_URL", ""))
if PRODUCTION and not CELERY_BROKER_URL:
    raise ImproperlyConfigured("CELERY_BROKER_URL must be set in production; see .env.example.")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 10}
JOBS_LOST_AFTER_SECONDS = env.int("JOBS_LOST_AFTER_SECONDS", default=60)
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "send-waiting-mails": {"task": "sdgplatform.outbox.tasks.send_waiting_mails", "schedule": 60.0},
    "requeue-lost-jobs": {"task": "sdgplatform.jobs.tasks.requeue_lost_jobs", "schedule": 60.0},
    "remove-orphan-files": {"task": "sdgplatform.uploads.tasks.remove_orphans", "schedule": 86_400.0},
}

# Mail -----------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="" if PRODUCTION else "filemail:///" + str(DATA_DIR / "mail"))
if not EMAIL_URL:
    raise ImproperlyConfigured("EMAIL_URL must be set in production; see .env.example.")
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default="SDG Workshops <noreply@example.org>"
)

# Accounts -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "participants.Account"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "participants.accounts.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_ADAPTER = "participants.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "sdgplatform.ui.accounts.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE_HTTPS else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_HTTPS
MFA_TOTP_ISSUER = "SDG Workshops"
USERSESSIONS_TRACK_ACTIVITY = False  # else each page costs a write and five queries more

# Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("es", "Español"), ("pt-br", "Português (Brasil)"), ("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["sdgplatform.ui.formats"]
TIME_ZONE = "UTC"

# API ------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["sdgplatform.access.api.ActionPermission"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "sdgplatform.access.api.CursorPages",
    "DEFAULT_PARSER_CLASSES": [
        "sdgplatform.access.api.JsonBody",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sdgplatform.access.api.exception_response",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": env.str("API_ANONYMOUS_RATE", default="600/hour")},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SDG Workshops",
    "DESCRIPTION": "Workshops, learning modules and SDG alignment matrices of city networks.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "TierOfGovernmentEnum": "alignment.models.actors.Tier",
        "CityTierEnum": "participants.models.cities.CityTier",
        "LanguageEnum": "sdgplatform.settings.LANGUAGES",
        "WorkshopStateEnum": "workshops.models.WorkshopState",
        "ApplicationStateEnum": "workshops.models.ApplicationState",
        "IndicatorKindEnum": "alignment.models.monitoring.IndicatorKind",
        "ActorKindEnum": "alignment.models.actors.ActorKind",
        "RoleOfActorEnum": "alignment.models.actors.RoleOfActor",
        "MilestoneRoleEnum": "alignment.models.monitoring.MilestoneRole",
        "ObservationStatusEnum": "alignment.models.monitoring.ObservationStatus",
        "ExerciseStateEnum": "workshops.models.exercises.ExerciseState",
        "MatrixStateEnum": "alignment.models.matrices.MatrixState",
        "ImportStateEnum": "alignment.models.exchange.ImportState",
        "JobStateEnum": "sdgplatform.jobs.models.JobState",
        "MatrixVisibilityEnum": "alignment.models.matrices.Visibility",
        "ModuleVisibilityEnum": "modules.models.modules.ModuleVisibility",
        "CellKindEnum": "alignment.models.matrices.CellKind",
        "EvidenceKindEnum": "alignment.models.evidence.EvidenceKind",
        "TargetKindEnum": "alignment.models.framework.TargetKind",
        "StrategyKindEnum": "alignment.models.strategies.StrategyKind",
        "OrganisationKindEnum": "participants.models.networks.OrganisationKind",
        "PartKindEnum": "modules.models.parts.PartKind",
    },
}

# Other ----------------------------------------------------------------------------------------
SITE_NAME = _("SDG Workshops")
SOURCE_URL = env.str("SOURCE_URL", default="")
DEMO = env.bool("DEMO", default=not PRODUCTION)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
