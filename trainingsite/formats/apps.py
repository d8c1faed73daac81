from django.apps import AppConfig


class FormatsConfig(AppConfig):
    name = "trainingsite.formats"
    label = "formats"
