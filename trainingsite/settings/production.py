"""A server: what is needed and missing stops the start with a sentence that says which."""

from trainingsite.settings.base import *  # noqa: F403
from trainingsite.settings.base import database_from, environment

SECRET_KEY = environment.required("SECRET_KEY", "a long random text that signs sessions")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [
    environment.required("ALLOWED_HOSTS", "the host names people type, separated by commas")
]
SITE_URL = environment.required("SITE_URL", "the address people type, printed in certificates").rstrip("/")
DATABASES = {"default": database_from(environment.required("DATABASE_URL", "where the record is kept"))}
SEAL_KEY = environment.required("SEAL_KEY", "the private key that signs seals, 64 hexadecimal characters")

CSRF_TRUSTED_ORIGINS = [SITE_URL]
# Plain HTTP is for a machine talking to itself: loopback addresses only.
BEHIND_TLS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
