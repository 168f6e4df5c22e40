from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "sdgplatform.dashboard"
    label = "dashboard"
