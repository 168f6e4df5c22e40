from django.apps import AppConfig


class UploadsConfig(AppConfig):
    name = "sdgplatform.uploads"
    label = "uploads"
