from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "scenarios"
    label = "scenarios"

    def ready(self):
        from wagtail.signals import page_published  # noqa: PLC0415 -- models are not loaded before this

        from scenarios.models import ScenarioPage  # noqa: PLC0415 -- models are not loaded before this
        from scenarios.versions import freeze_on_publication  # noqa: PLC0415 -- models are not loaded before this

        page_published.connect(freeze_on_publication, sender=ScenarioPage, dispatch_uid="freeze the scenario")
