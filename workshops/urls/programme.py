from django.urls import path

from workshops.views import programme

urlpatterns = [
    path("<slug:slug>/programme/", programme.programme_detail, name="programme_detail"),
    path("<slug:slug>/programme/new/", programme.session_new, name="session_new"),
    path("<slug:slug>/programme/<slug:code>/edit/", programme.session_edit, name="session_edit"),
    path("<slug:slug>/programme/<slug:code>/remove/", programme.session_remove, name="session_remove"),
    path("<slug:slug>/programme/<slug:code>/swap/", programme.session_swap, name="session_swap"),
]
