from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "trainingsite.desk"
    label = "desk"
