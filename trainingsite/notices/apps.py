from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "trainingsite.notices"
    label = "notices"
