import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page, Site
from tests.browsers import assert_accessible

@pytest.mark.journey
@pytest.mark.parametrize("n", range(4))
def test_x(page, n):
    get_user_model().objects.create_user("ann", password="x")
    assert Site.objects.count() == 1 and Page.objects.count() == 2
    page.goto("/admin/login/")
    print(page.content()[:2000])
    assert page.title() == "Sign in - Wagtail"
    assert_accessible(page)

@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n", range(6))
def test_y(n):
    get_user_model().objects.create_user("ann", password="x")
    assert Site.objects.count() == 1 and Page.objects.count() == 2

@pytest.mark.django_db
@pytest.mark.parametrize("n", range(6))
def test_z(n):
    get_user_model().objects.create_user("ann", password="x")
    assert Site.objects.count() == 1 and Page.objects.count() == 2
