from django.urls import path

from participants.views import cities

app_name = "participants"
urlpatterns = [
    path("cities/suggest/", cities.city_suggest, name="city_suggest"),
]
