from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "trainingsite.evidence"
    label = "evidence"
    starter_content = "trainingsite.evidence.frameworks.loading.load_frameworks"
