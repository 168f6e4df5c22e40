from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sdgplatform.audit"
    label = "audit"
