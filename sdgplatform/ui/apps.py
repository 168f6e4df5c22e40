from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sdgplatform.ui"
    label = "ui"
