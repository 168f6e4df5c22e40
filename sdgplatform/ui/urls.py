from django.urls import path

from sdgplatform.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.component_gallery, name="component_gallery"),
]
