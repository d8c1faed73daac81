from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "trainingsite.audit"
    label = "audit"
    verbose_name = "Record"

    def ready(self):
        from trainingsite.audit import triggers  # noqa: PLC0415 -- models are loaded by now, not before

        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="audit.triggers")
        register(triggers.check_triggers, Tags.database)
