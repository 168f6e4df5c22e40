"""What guests reach with the code of an exercise; every path is below /join/."""

from django.urls import URLPattern, path

from workshops.views import exercise_fill, exercise_join

app_name = "join"
urlpatterns: list[URLPattern] = [
    path("", exercise_join.join_code, name="join_code"),
    path("<slug:code>/", exercise_join.join_exercise_page, name="join_exercise"),
    path("<slug:code>/group/", exercise_join.join_change, name="join_change"),
    path("<slug:code>/score/", exercise_fill.fill, name="fill"),
    path("<slug:code>/score/state/", exercise_fill.fill_state, name="fill_state"),
    path("<slug:code>/score/edits/", exercise_fill.fill_edits, name="fill_edits"),
    path("<slug:code>/score/at/<str:element>/", exercise_fill.fill_element, name="fill_element"),
]
