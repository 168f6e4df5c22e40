from django.urls import URLPattern, path

from workshops.views import attendance, my_workshop

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/attendance/", attendance.attendance_detail, name="attendance_detail"),
    path("<slug:slug>/attendance/save/", attendance.attendance_save, name="attendance_save"),
    path("<slug:slug>/attendance/sheet/", attendance.attendance_sheet, name="attendance_sheet"),
    path("<slug:slug>/attendance/new/", attendance.walk_in_add, name="walk_in_add"),
    path("<slug:slug>/attendance/<slug:session>/", attendance.session_check_in, name="session_check_in"),
    path(
        "<slug:slug>/attendance/<slug:session>/all/",
        attendance.session_all_present,
        name="session_all_present",
    ),
    path("<slug:slug>/my/", my_workshop.my_workshop, name="my_workshop"),
]
