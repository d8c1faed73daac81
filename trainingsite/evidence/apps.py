from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "trainingsite.evidence"
    label = "evidence"
