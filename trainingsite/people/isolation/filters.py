"""The filters above Wagtail's lists: they offer names, and only those of one's own practice."""

from django.db.models import QuerySet
from wagtail.admin.filters import PopularTagsFilter, WagtailFilterSet
from wagtail.images.views.chooser import ImageChooseViewMixin
from wagtail.models import Task, Workflow

from trainingsite.people.isolation.sight import people_seen, tags_seen, tasks_seen, workflows_seen
from trainingsite.people.models import Person

MOST_TAGS = 10
SEEN = {Person: people_seen, Workflow: workflows_seen, Task: tasks_seen}


def offer_only_own(filters: WagtailFilterSet) -> None:
    """Take the names of strangers, their approvals and their tags out of what a list can be narrowed to."""
    person = getattr(filters.request, "user", None)
    if person is None or person.is_superuser:
        return
    for each in filters.filters.values():
        if isinstance(each, PopularTagsFilter):
            seen = set(tags_seen(person).values_list("name", flat=True))
            each.field.choices = [choice for choice in each.field.choices if choice[0] in seen]
        offered = getattr(each.field, "queryset", None)
        if isinstance(offered, QuerySet) and offered.model in SEEN:
            each.field.queryset = offered.filter(pk__in=SEEN[offered.model](person).values("pk"))


def narrow_every_filter() -> None:
    """Let every list of Wagtail's, those of its next version too, offer only what the person may see.

    Wagtail has no hook for it: its filters name everybody who ever owned, locked, edited or sent in any page, and the
    tags on everybody's files; so does the chooser of pictures.
    """
    build_form = WagtailFilterSet.get_form_class

    def build_narrowed_form(self):
        offer_only_own(self)
        return build_form(self)

    WagtailFilterSet.get_form_class = build_narrowed_form
    show_everything = ImageChooseViewMixin.get_context_data

    def show_own_tags(self, **kwargs):
        context = show_everything(self, **kwargs)
        if not self.request.user.is_superuser:
            context["popular_tags"] = tags_seen(self.request.user).order_by("name")[:MOST_TAGS]
        return context

    ImageChooseViewMixin.get_context_data = show_own_tags
