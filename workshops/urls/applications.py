from django.urls import URLPattern, path

from workshops.views import applications, apply

urlpatterns: list[URLPattern] = [
    path("applications/confirm/<slug:key>/", apply.application_confirm, name="application_confirm"),
    path("applications/<slug:key>/", apply.application_status, name="application_status"),
    path("applications/<slug:key>/edit/", apply.application_edit, name="application_edit"),
    path("applications/<slug:key>/withdraw/", apply.application_withdraw, name="application_withdraw"),
    path("<slug:slug>/apply/", apply.application_new, name="application_new"),
    path("<slug:slug>/apply/sent/", apply.application_sent, name="application_sent"),
    path("<slug:slug>/applications/", applications.application_list, name="application_list"),
    path("<slug:slug>/applications/new/", applications.application_add, name="application_add"),
    path("<slug:slug>/applications/export/", applications.application_export, name="application_export"),
    path("<slug:slug>/applications/decide/", applications.applications_decide, name="applications_decide"),
    path("<slug:slug>/applications/promote/", applications.application_promote, name="application_promote"),
    path(
        "<slug:slug>/applications/<slug:code>/note/", applications.application_note, name="application_note"
    ),
    path(
        "<slug:slug>/applications/<slug:code>/move/", applications.application_move, name="application_move"
    ),
    path(
        "<slug:slug>/applications/<slug:code>/withdraw/",
        applications.application_withdraw_for,
        name="application_withdraw_for",
    ),
]
