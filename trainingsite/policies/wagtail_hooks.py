"""What Wagtail is told of policies."""

from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks

from trainingsite.policies.models import PolicyPage
from trainingsite.policies.publishing import publish


@hooks.register("register_admin_urls")
def publishing_urls():
    return [path("policies/<int:page_id>/publish/", publish, name="publish_policy")]


@hooks.register("before_publish_page")
def ask_before_publishing(request, page):
    """A policy goes out as a numbered version: the draft is kept, and the owner is asked what the change is."""
    if isinstance(page.specific, PolicyPage):
        return redirect(reverse("publish_policy", args=[page.pk]))
    return None
