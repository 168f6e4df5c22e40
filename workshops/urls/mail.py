from django.urls import URLPattern, path

from workshops.views import mail

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/mail/", mail.mail_list, name="mail_list"),
    path("<slug:slug>/mail/release/", mail.mail_release, name="mail_release"),
    path("<slug:slug>/mail/<slug:code>/edit/", mail.mail_edit, name="mail_edit"),
    path("<slug:slug>/mail/<slug:code>/step/", mail.mail_step, name="mail_step"),
]
