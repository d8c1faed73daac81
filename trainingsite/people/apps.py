from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "trainingsite.people"
    label = "people"
    verbose_name = "People and practices"
