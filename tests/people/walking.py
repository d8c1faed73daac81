"""Every address for those who write, Wagtail's and ours, with the objects of two practices in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, get_resolver, reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import UploadedFile

from tests.people.neighbours import SEARCHED, Neighbour, Shared
from trainingsite.evidence.frameworks.views import REGISTER
from trainingsite.people.models import JobRole, StaffGroup

NOT_WALKED = {
    "admin/test404/": "shows Wagtail's own page for what is not there",
    "admin/^.*/$": "answers whatever has no address: nothing is there",
    "admin/failwhale/": "raises an error on purpose, to look at the page for errors",
    "documents/authenticate_with_password/<int:restriction_id>/": "needs a password on a collection: nobody sets one",
    "admin/logout/": "ends the visit, and shows nothing",
    "admin/password_reset/confirm/<uidb64>/<token>/": "needs a mailed token; switched off, and behind the sign-in",
}


BULK = {
    ("wagtailcore", "page"): ("delete", "move", "publish", "unpublish"),
    ("people", "person"): ("delete", "assign_role", "set_active_state"),
    ("wagtailimages", "image"): ("delete", "add_tags", "add_to_collection"),
    ("wagtaildocs", "document"): ("delete", "add_tags", "add_to_collection"),
}


@dataclass(frozen=True)
class Address:
    """One address, and the pattern it was made from; the first of a pattern is asked more."""

    pattern: str
    path: str
    questions: tuple[str, ...] = ()


def admin_patterns() -> dict[str, tuple[str, URLPattern]]:
    """Every pattern for those who write: its name with its namespaces, by its text."""
    ours = ("admin/", "documents/")
    return {text: (name, found) for text, name, found in _patterns(get_resolver()) if text.startswith(ours)}


def _patterns(resolver, before: str = "", spaces: tuple = ()) -> Iterator[tuple[str, str, URLPattern]]:
    for each in resolver.url_patterns:
        text = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield text, ":".join([*spaces, each.name or ""]), each
        else:
            yield from _patterns(each, text, (*spaces, *filter(None, [each.namespace])))


class Walk:
    """Makes addresses out of patterns, with what belongs to others and to oneself in every place."""

    def __init__(self, theirs: Neighbour, ours: Neighbour, shared: Shared):
        self.owners = (theirs, ours)
        self.theirs, self.ours, self.shared = theirs, ours, shared
        self.pages = [theirs.policy, theirs.shelf, theirs.scenario, theirs.of_network, ours.policy, shared.module]
        self.by_name = self._by_name()
        self.by_space = self._by_space()

    def addresses(self) -> list[Address]:
        """The walk. Raises KeyError for a pattern that nobody has thought about."""
        found = []
        for text, (name, pattern) in admin_patterns().items():
            if text in NOT_WALKED:
                continue
            for number, path in enumerate(self._paths(name, pattern)):
                more = self.questions(name, path) if number == 0 or name == "wagtail_bulk_action" else ()
                found.append(Address(text, path, ("", *more)))
        return found

    def _paths(self, name: str, pattern: URLPattern) -> list[str]:
        if name == "wagtailadmin_pages:revisions_compare":
            return [reverse(name, args=[page.pk, *ends]) for page in self.pages for ends in self._comparisons()]
        if name == "wagtaildocs_serve":
            return [reverse(name, args=[each.pk, each.filename]) for each in (self.theirs.document, self.ours.document)]
        if name == "wagtail_bulk_action":
            return [reverse(name, args=[*model, action]) for model, actions in BULK.items() for action in actions]
        converters = pattern.pattern.converters
        values = [self._values(name, parameter) for parameter in converters]
        return [reverse(name, kwargs=dict(zip(converters, each, strict=True))) for each in product(*values)]

    def _values(self, name: str, parameter: str) -> list:
        """What may stand in one place of a pattern; what its name means depends on where it is."""
        for space, meanings in self.by_space.items():
            if name.startswith(space) and parameter in meanings:
                return meanings[parameter]
        return self.by_name[parameter]

    def _comparisons(self) -> list[tuple]:
        newest = self.theirs.policy.latest_revision_id
        return [("earliest", "latest"), ("live", newest), (newest, newest)]

    def _by_name(self) -> dict[str, list]:
        pages = [page.pk for page in self.pages]
        images = [self.theirs.image.pk, self.ours.image.pk, self.shared.image.pk]
        documents = [self.theirs.document.pk, self.ours.document.pk, self.shared.document.pk]
        states = [each.policy.current_workflow_state for each in self.owners]
        tasks = [state.current_task_state for state in states]
        return {
            **dict.fromkeys(("page_id", "parent_page_id", "parent_id", "page_to_move_id", "page_pk"), pages),
            "destination_id": [self.theirs.shelf.pk, self.ours.shelf.pk],
            "revision_id": [each.policy.latest_revision_id for each in self.owners],
            "task_state_id": [state.pk for state in tasks],
            "task_id": [each.task.pk for each in self.owners],
            "workflow_state_id": [state.pk for state in states],
            "workflow_pk": [each.workflow.pk for each in self.owners],
            "collection_id": [each.collection.pk for each in (*self.owners, self.shared)],
            "image_id": images,
            "document_id": documents,
            "doc_id": documents,
            "uploaded_file_id": list(UploadedFile.objects.values_list("pk", flat=True)),
            "session_id": [each.session.pk for each in self.owners],
            "object_id": [self.theirs.policy.pk],
            "filter_spec": ["original", "max-100x100"],
            "action_name": ["approve", "reject"],
        }  # fmt: skip

    def _by_space(self) -> dict[str, dict[str, list]]:
        """Where one word means different things, or a model is named: the longest beginnings come first."""
        images, documents = self.by_name["image_id"], self.by_name["doc_id"]
        with_tasks = [f"wagtailadmin_workflows:{each}_task" for each in ("add", "edit", "disable", "enable")]
        workflows = {"pk": self.by_name["workflow_pk"]}
        tasks = {"pk": self.by_name["task_id"], "app_label": ["wagtailcore"], "model_name": ["groupapprovaltask"]}
        page_types = {
            **dict.fromkeys(("content_type_app_name", "app_label"), ["policies", "modules", "scenarios"]),
            **dict.fromkeys(("content_type_model_name", "model_name"), ["policypage", "modulepage", "scenariopage"]),
        }
        people = [each.owner.pk for each in self.owners]
        anything = {"app_label": ["wagtailcore", "people", "wagtailimages", "wagtaildocs"]}
        return {
            "wagtailadmin_api:pages": {
                "pk": [page.pk for page in self.pages],
                "action_name": list(PagesAdminAPIViewSet.actions),
            },
            "wagtailadmin_api:documents": {"pk": documents},
            "wagtailadmin_api:images": {"pk": images},
            "wagtailadmin_pages": page_types,
            "wagtailadmin_collections": {"pk": self.by_name["collection_id"]},
            **dict.fromkeys(with_tasks, tasks),
            "wagtailadmin_workflows": workflows,
            "wagtaildocs_chooser": {"pk": documents},
            "wagtailimages_chooser": {"pk": images},
            "framework": {"table": list(REGISTER), "code": ["well-led"]},
            "retention_period": {"of": ["name"]},
            "retention": {"key": [each.owner.key for each in self.owners]},
            "disposal": {"key": [self.theirs.owner.key]},
            "wagtailsites": {"pk": [1, 2]},
            "staff_groups": {"pk": list(StaffGroup.objects.values_list("pk", flat=True)[:1])},
            "job_roles": {"pk": list(JobRole.objects.values_list("pk", flat=True)[:1])},
            "wagtailusers_users": {"pk": people},
            "wagtailusers_groups": {"pk": [each.group.pk for each in self.owners]},
            "wagtailsettings": {"app_name": ["people"], "model_name": ["practice"], "pk": [self.theirs.practice.pk]},
            "wagtailadmin_editing_sessions": {**anything, "model_name": ["page", "person", "image", "document"]},
            "wagtailadmin_tag_model_autocomplete": {"app_name": ["taggit"], "model_name": ["tag"]},
        }  # fmt: skip

    def questions(self, name: str, path: str) -> list[str]:
        """What is asked of an address besides itself: words to search for, and what belongs to the others."""
        shelf, pages = f"child_of={self.theirs.shelf.pk}", self._ids(self.theirs.pages)
        asked = {
            "wagtailadmin_api:pages": [
                f"?search={SEARCHED}",
                f"?{shelf}&for_explorer=1",
                f"?id={self.theirs.policy.pk}",
            ],
            "wagtailadmin_choose_page_chosen": [f"?{pages}"],
            "wagtailadmin_choose_page": ["?page_type=policies.policypage", "?user_perms=move_to", f"?q={SEARCHED}"],
            "wagtailadmin_tag": [f"?term={SEARCHED}"],
            "wagtaildocs_chooser:chosen_multiple": [f"?{self._ids([self.theirs.document])}"],
            "wagtailimages_chooser:chosen_multiple": [f"?{self._ids([self.theirs.image])}"],
            "wagtailadmin_reports": [f"?q={SEARCHED}", "?export=csv", f"?user={self.theirs.owner.pk}"],
            "wagtail_bulk_action": self._chosen_in_bulk(path),
        }
        return next((found for start, found in asked.items() if name.startswith(start)), [f"?q={SEARCHED}"])

    def _chosen_in_bulk(self, path: str) -> list[str]:
        theirs, all_below = self.theirs, f"?id=all&childOf={self.theirs.shelf.get_parent().pk}"
        files = {"/image/": [theirs.image], "/document/": [theirs.document], "/person/": [theirs.owner]}
        chosen = next((found for word, found in files.items() if word in path), theirs.pages)
        return [f"?{self._ids(chosen)}", "?id=all", all_below]

    def _ids(self, objects: list) -> str:
        return "&".join(f"id={each.pk}" for each in objects)

    def sent(self) -> dict[str, object]:
        """What is sent to every address: whatever any form asks for, naming what belongs to the others."""
        shelf = self.theirs.shelf.pk
        return {
            "new_parent_page": shelf, "destination_page_id": shelf, "chooser": shelf, "new_slug": "taken",
            "new_title": "Taken", "title": "Taken", "slug": "taken", "name": "Taken", "comment": "Taken", "position": 0,
            "collection": self.theirs.collection.pk, "revision_id": self.theirs.policy.latest_revision_id,
            "tags": "taken", "action-publish": "1", "copy_subpages": "on", "publish_copies": "on",
        }  # fmt: skip
