"""Every address of the site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from trainingsite import health
from trainingsite.people.access import second_factor_required

urlpatterns = [
    path("", include("trainingsite.desk.urls")),
    path("", include("trainingsite.certificates.urls")),
    path("policies/", include("trainingsite.policies.urls")),
    path("account/", include("trainingsite.people.urls")),
    # All of it, its own sign-in page too: there is one door to this site.
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, second_factor_required))),
    path("healthz/", health.alive),
    path("readyz/", health.ready),
]
