from django.urls import path

app_name = "modules"
urlpatterns: list[path] = []
