"""A view shows a person what that person may see: each of its queries starts by saying whose."""

import ast

from tests.house_rules.sources import Source

SCOPES = {
    "visible_to",
    "at",
    "by",
    "by_human",
    "of",
    "about",
    "led_by",
    "managed_by",
    "owned_by",
    "published",
    "public",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}


def is_view(source: Source) -> bool:
    return source.path.stem == "views" or source.path.parent.name == "views"


def unscoped_queries(source: Source) -> list[str]:
    """Managers in a view that are not at once narrowed by a scope, and shortcuts that are given a bare model."""
    if not is_view(source):
        return []
    scoped = {id(manager) for manager in map(narrowed, ast.walk(source.tree)) if manager is not None}
    bare = [
        f"{source.at(node)} {ast.unparse(node)} is not narrowed at once by one of {', '.join(sorted(SCOPES))}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in scoped
    ]
    return bare + [
        f"{source.at(call)} {ast.unparse(call)} looks through everybody's rows"
        for call in ast.walk(source.tree)
        if is_shortcut(call) and isinstance(call.args[0], ast.Name | ast.Attribute) and looks_like_a_model(call.args[0])
    ]


def narrowed(node: ast.AST) -> ast.Attribute | None:
    """The manager in ``Model.objects.scope(...)``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SCOPES):
        return None
    manager = node.func.value
    return manager if isinstance(manager, ast.Attribute) and manager.attr in MANAGERS else None


def is_shortcut(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and node.args):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in SHORTCUTS


def looks_like_a_model(node: ast.Name | ast.Attribute) -> bool:
    """Whether a name is a class's: a variable that holds a query is not."""
    name = node.id if isinstance(node, ast.Name) else node.attr
    return name[:1].isupper()
