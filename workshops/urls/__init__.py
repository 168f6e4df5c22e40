"""One file of paths per noun; every path is below /workshops/."""

from workshops.urls.applications import urlpatterns as application_urls
from workshops.urls.attendance import urlpatterns as attendance_urls
from workshops.urls.exercises import urlpatterns as exercise_urls
from workshops.urls.mail import urlpatterns as mail_urls
from workshops.urls.programme import urlpatterns as programme_urls
from workshops.urls.reports import urlpatterns as report_urls
from workshops.urls.workshops import urlpatterns as workshop_urls

app_name = "workshops"
urlpatterns = [
    *workshop_urls,
    *programme_urls,
    *exercise_urls,
    *application_urls,
    *attendance_urls,
    *mail_urls,
    *report_urls,
]
