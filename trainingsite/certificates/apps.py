from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "trainingsite.certificates"
    label = "certificates"
