"""What Wagtail is told of practices and their shelves."""

from wagtail import hooks

from trainingsite.people.isolation.sight import open_pages


@hooks.register("construct_page_chooser_queryset")
def choose_among_own_pages(pages, request):
    """Choosers offer what is on one's own shelves and in the shared library."""
    return pages if request.user.is_superuser else pages & open_pages(request.user)
