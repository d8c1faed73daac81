"""Wagtail's own log of what was done: it keeps the title of each thing, and of people that would be their name."""

from wagtail.models.audit_log import ModelLogEntryManager

from trainingsite.people.models import Person


def log_nobodys_name() -> None:
    """Let the log know people by number: a name that somebody has given up would stay in it for ever.

    Wagtail has no hook for it: the title is what the thing calls itself at that moment.
    """
    title_of = ModelLogEntryManager.get_instance_title

    def title_without_name(self, instance):
        return f"Account number {instance.pk}" if isinstance(instance, Person) else title_of(self, instance)

    ModelLogEntryManager.get_instance_title = title_without_name
