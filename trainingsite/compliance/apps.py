from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "trainingsite.compliance"
    label = "compliance"
