"""The test suite: SQLite by default, PostgreSQL when DATABASE_URL names one."""

from trainingsite.settings.base import *  # noqa: F403
from trainingsite.settings.base import INSTALLED_APPS

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
SEAL_KEY = "11" * 32
INSTALLED_APPS = ["tests.flush", *INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "packs": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
