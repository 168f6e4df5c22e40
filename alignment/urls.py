from django.urls import path

from alignment.views import framework

app_name = "alignment"

framework_urls = [
    path("goals/", framework.goal_list, name="goal_list"),
    path("goals/<int:number>/", framework.goal_detail, name="goal_detail"),
    path("targets/<str:code>/", framework.target_detail, name="target_detail"),
]

urlpatterns = [*framework_urls]
