"""What Wagtail is told of policies."""

from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks

from scenarios.refusals import refuse_publication
from trainingsite.policies.adopting.releasing import publish_for_network
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.publishing import publish


@hooks.register("register_admin_urls")
def publishing_urls():
    return [
        path("policies/<int:page_id>/publish/", publish, name="publish_policy"),
        path("policies/<int:page_id>/publish-for-network/", publish_for_network, name="publish_network_policy"),
    ]


@hooks.register("before_publish_page")
def ask_before_publishing(request, page):
    """A policy goes out as a numbered version: the draft is kept, and the owner is asked what the change is."""
    if isinstance(page.specific, PolicyPage):
        # Wagtail saves a new page as live before it asks.
        PolicyPage.objects.filter(pk=page.pk, first_published_at=None).update(live=False, has_unpublished_changes=True)
        return redirect(reverse("publish_policy", args=[page.pk]))
    return None


@hooks.register("before_bulk_action")
def refuse_policies_in_bulk(request, action_type, objects, action):
    """Each policy is published by itself: what the change is has to be said of each."""
    policies = [page for page in objects if isinstance(getattr(page, "specific", None), PolicyPage)]
    if action_type != "publish" or not policies:
        return None
    lines = ["Publish each policy by itself: you are asked whether its change is material, and why."]
    return refuse_publication(request, policies[0], lines)
