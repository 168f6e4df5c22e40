from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sdgplatform.jobs"
    label = "jobs"
