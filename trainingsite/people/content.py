"""Who may open Wagtail, where content is written."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from trainingsite.people.models import Person


def right_to_write(person: Person) -> QuerySet[Permission]:
    """Wagtail's right to open its pages, given to the person or to one of their groups."""
    right = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    return right.filter(Q(user=person) | Q(group__user=person))
