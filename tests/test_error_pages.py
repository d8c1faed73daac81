"""What people read when something does not work."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from trainingsite.urls import urlpatterns as site

PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "429.html", "500.html"]


def refuse(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation


def fail(request):
    raise ZeroDivisionError


@require_POST
def take(request):
    return HttpResponse("taken")


urlpatterns = [path("refuse/", refuse), path("suspect/", suspect), path("fail/", fail), path("take/", take), *site]


@pytest.mark.parametrize("name", PAGES)
def test_every_error_page_stands_without_database_or_visitor(name):
    page = render_to_string(name)
    [heading] = re.findall(r"<h1>(.*?)</h1>", page)

    assert f"<title>{heading} - Practice training</title>" in page
    assert re.findall(r"<main[^>]*id=\"maincontent\"", page)


@pytest.mark.django_db
@pytest.mark.urls("tests.test_error_pages")
@pytest.mark.parametrize(
    ("address", "status", "template"),
    [
        ("/suspect/", 400, "400.html"),
        ("/refuse/", 403, "403.html"),
        ("/nowhere/", 404, "404.html"),
        ("/fail/", 500, "500.html"),
    ],
)
def test_what_goes_wrong_is_said_in_our_words(address, status, template):
    response = Client(raise_request_exception=False).get(address)

    assert (response.status_code, response.templates[0].name) == (status, template)


@pytest.mark.urls("tests.test_error_pages")
def test_a_page_left_open_over_a_sign_out_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/take/")

    assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")
