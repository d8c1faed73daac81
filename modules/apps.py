from django.apps import AppConfig


class ModulesConfig(AppConfig):
    name = "modules"
    label = "modules"

    def ready(self):
        from wagtail.signals import page_published  # noqa: PLC0415 -- models are not loaded before this

        from modules.models import ModulePage  # noqa: PLC0415 -- models are not loaded before this
        from modules.versions import freeze_on_publication  # noqa: PLC0415 -- models are not loaded before this

        page_published.connect(freeze_on_publication, sender=ModulePage, dispatch_uid="freeze the module")
