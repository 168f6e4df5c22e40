from django.urls import URLPattern, path

from workshops.views import reports

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/report/", reports.report_list, name="report_list"),
    path("<slug:slug>/report/make/", reports.report_make, name="report_make"),
    path("<slug:slug>/report/text/", reports.report_text, name="report_text"),
    path("<slug:slug>/report/<str:code>/pdf/", reports.report_pdf, name="report_pdf"),
]
