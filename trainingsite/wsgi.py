"""The door for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainingsite.settings.production")


def seen_through(proxies: list[str], application):
    """The application, told the address of whoever asks where one of these proxies hands a request on.

    Nobody else is believed: whoever could choose their address could try passwords and serials for ever.
    """
    return wrap_wsgi_with_proxy_headers(application, trusted_hosts=proxies) if proxies else application


application = seen_through(settings.PROXIES, get_wsgi_application())
