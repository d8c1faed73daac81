from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "trainingsite.policies"
    label = "policies"
