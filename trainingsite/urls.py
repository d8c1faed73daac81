"""Every address of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from trainingsite import health
from trainingsite.notices import webhook
from trainingsite.people.access import content_only
from trainingsite.people.isolation.gate import own_shelves_only


def practices_content_only(view):
    """Wagtail for those who write, each on the shelves of their own practice."""
    return content_only(own_shelves_only(view))


urlpatterns = [
    path("", include("trainingsite.desk.urls")),
    path("", include("trainingsite.certificates.urls")),
    path("modules/", include("modules.urls")),
    path("scenarios/", include("scenarios.urls")),
    path("policies/", include("trainingsite.policies.urls")),
    path("evidence/", include("trainingsite.evidence.urls")),
    path("account/", include("trainingsite.people.urls")),
    # All of it, its own sign-in page too: there is one door to this site.
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, practices_content_only))),
    # Files that authors keep beside their pages; what staff are shown is frozen with its version.
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, practices_content_only))),
    path("bounces/", webhook.report_bounces),
    path("healthz/", health.alive),
    path("readyz/", health.ready),
    # Wagtail knows the tree; what staff read is served above, frozen. Its shelves lead home.
    path("", include(wagtail_urls)),
]
