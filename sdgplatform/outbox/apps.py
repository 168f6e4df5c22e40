from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "sdgplatform.outbox"
    label = "outbox"
