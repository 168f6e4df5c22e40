from django.urls import path

from sdgplatform.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<str:code>/", views.job_detail, name="job_detail"),
    path("<str:code>/stop/", views.job_stop, name="job_stop"),
]
