"""What every way of running the site has in common."""

from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from trainingsite.settings import environment

BASE_DIR = Path(__file__).resolve().parents[2]

DEBUG = False
ROOT_URLCONF = "trainingsite.urls"
WSGI_APPLICATION = "trainingsite.wsgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SITE_URL = environment.text("SITE_URL", "http://localhost:8000").rstrip("/")
# The addresses of proxies that say in X-Forwarded-For who asks; without them all who come through one count as one.
PROXIES = environment.words("PROXIES")
WAGTAIL_SITE_NAME = "Practice training"
WAGTAILADMIN_BASE_URL = SITE_URL

# In the order of imports: what is above may use what is below.
OUR_APPS = [
    "trainingsite.evidence",
    "trainingsite.desk",
    "trainingsite.certificates",
    "trainingsite.reminders",
    "trainingsite.compliance",
    "trainingsite.policies",
    "modules",
    "scenarios",
    "trainingsite.notices",
    "trainingsite.people",
    "trainingsite.formats",
    "trainingsite.audit",
]

INSTALLED_APPS = [
    *OUR_APPS,
    "wagtailnhsukfrontend",
    "wagtail.contrib.forms",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.embeds",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "trainingsite.readable_addresses.readable_addresses",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "trainingsite" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trainingsite.people.navigation.navigation",
            ],
            "libraries": {"components": "trainingsite.components"},
        },
    },
]

SQLITE_OPTIONS = {
    # Every write transaction takes its lock at the start, so two of them wait and never deadlock.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384"
    ),
}


def database_from(url: str) -> dict:
    """Django's settings for a DATABASE_URL, with what SQLite and PostgreSQL each need to keep a record."""
    database = dj_database_url.parse(url)
    if database["ENGINE"].endswith("sqlite3"):
        database.update(CONN_MAX_AGE=60, OPTIONS={**database.get("OPTIONS", {}), **SQLITE_OPTIONS})
    else:
        # Most questions are asked again and again: the database plans each once for a connection. A pooler between
        # must know of prepared statements (docs/operations.md).
        prepared = {"server_side_binding": True, "prepare_threshold": 3}
        options = {**prepared, **database.get("OPTIONS", {})}
        database.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, OPTIONS=options)
    return database


DATABASES = {
    "default": database_from(environment.text("DATABASE_URL", f"sqlite:///{BASE_DIR}/practice-training.sqlite3"))
}


def cache_from(url: str) -> dict:
    """A shared cache where one is named; otherwise each process keeps frozen pages in its own memory."""
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}


CACHES = {"default": cache_from(environment.text("CACHE_URL"))}
# A session kept in one process's memory would outlive a sign-out seen by another.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cache' if environment.text('CACHE_URL') else 'db'}"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "trainingsite.people.sign_in_codes.SignInCodeBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # we do not keep who signed in when
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_VERBOSE = False

LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "people:sign_in"
WAGTAILADMIN_LOGIN_URL = "people:sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/sign-in/"
OTP_TOTP_ISSUER = WAGTAIL_SITE_NAME

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [BASE_DIR / "trainingsite" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.text("MEDIA_STORAGE", str(BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Evidence packs until they are deleted: people's records, for nobody on this machine but the site itself.
    "packs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "trainingsite.static_addresses.RememberedAddresses"},
}

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # Wagtail's admin has inline scripts of its own
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
LINK_CHECK_MAY_REACH_THIS_MACHINE = False  # tests have their website here; nothing that ships looks inside

# Mail is optional: without it nothing is sent, and lists are handed out on paper.
EMAIL_URL = environment.text("EMAIL_URL")
EMAIL = environment.mail_server(EMAIL_URL)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = EMAIL.host, EMAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.user, EMAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = EMAIL.implicit_tls, EMAIL.starttls
EMAIL_TIMEOUT = 20
MESSAGES_A_MINUTE = environment.number("MESSAGES_A_MINUTE", 30)
REMINDERS_A_WEEK = environment.number("REMINDERS_A_WEEK", 3)
MESSAGES_KEPT_MONTHS = environment.number("MESSAGES_KEPT_MONTHS", 24)
PACKS_KEPT_DAYS = environment.number("PACKS_KEPT_DAYS", 7)
BOUNCE_SECRET = environment.text("BOUNCE_SECRET")  # without it nobody reports what came back
ADMINS = [(address, address) for address in environment.words("ADMINS")]
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "training@localhost")
SEAL_KEY = environment.text("SEAL_KEY")
SEAL_FORMER_KEYS = environment.words("SEAL_FORMER_KEYS")  # public keys of seals made before the key was changed
SEAL_KEY_FILE = environment.text("SEAL_KEY_FILE", str(BASE_DIR / ".demo" / "seal.key"))

# Passwords and addresses are changed on our own pages, which ask again who is there.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
SILENCED_SYSTEM_CHECKS = ["models.W042"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000  # a scenario of 200 steps, with every option, feedback and citation
