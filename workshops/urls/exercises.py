from django.urls import URLPattern, path

from workshops.views import exercise_merge, exercise_people, exercise_screen, exercises

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/programme/<slug:code>/exercises/new/", exercises.exercise_new, name="exercise_new"),
    path("<slug:slug>/exercises/<slug:code>/", exercises.exercise_detail, name="exercise_detail"),
    path("<slug:slug>/exercises/<slug:code>/edit/", exercises.exercise_edit, name="exercise_edit"),
    path("<slug:slug>/exercises/<slug:code>/remove/", exercises.exercise_remove, name="exercise_remove"),
    path("<slug:slug>/exercises/<slug:code>/step/", exercises.exercise_step, name="exercise_step"),
    path("<slug:slug>/exercises/<slug:code>/extend/", exercises.exercise_extend, name="exercise_extend"),
    path(
        "<slug:slug>/exercises/<slug:code>/people/", exercise_people.exercise_people, name="exercise_people"
    ),
    path("<slug:slug>/exercises/<slug:code>/people/save/", exercise_people.member_save, name="member_save"),
    path("<slug:slug>/exercises/<slug:code>/groups/add/", exercise_people.group_add, name="group_add"),
    path("<slug:slug>/exercises/<slug:code>/groups/lock/", exercise_people.group_lock, name="group_lock"),
    path(
        "<slug:slug>/exercises/<slug:code>/screen/", exercise_screen.exercise_screen, name="exercise_screen"
    ),
    path(
        "<slug:slug>/exercises/<slug:code>/screen/state/", exercise_screen.screen_state, name="screen_state"
    ),
    path(
        "<slug:slug>/exercises/<slug:code>/compare/", exercise_merge.exercise_compare, name="exercise_compare"
    ),
    path(
        "<slug:slug>/exercises/<slug:code>/compare/decide/",
        exercise_merge.exercise_decide,
        name="exercise_decide",
    ),
    path(
        "<slug:slug>/exercises/<slug:code>/compare/export/",
        exercise_merge.exercise_export,
        name="exercise_export",
    ),
    path("<slug:slug>/exercises/<slug:code>/merge/", exercise_merge.exercise_merge, name="exercise_merge"),
]
