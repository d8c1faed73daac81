from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "trainingsite.reminders"
    label = "reminders"
