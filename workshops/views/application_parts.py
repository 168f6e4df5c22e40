"""Records for the components of the applications page."""

from collections.abc import Sequence

from django.core.paginator import Page
from django.utils.translation import gettext as _

from sdgplatform.ui.parts import Action, Mark, Meter
from sdgplatform.ui.statuses import mark_of
from workshops.models import Application, ApplicationState
from workshops.queries.selection import Distribution, Share


def waiting_mark(application: Application) -> Mark:
    """The state; on the waiting list with the place."""
    if application.state == ApplicationState.WAITING and application.waiting_position:
        place = application.waiting_position
        return Mark("wait", _("Waiting list, no. %(place)d") % {"place": place})
    return mark_of(application)


def with_marks(page: Page[Application]) -> Page[Application]:
    for application in page:
        application.mark = waiting_mark(application)  # type: ignore[attr-defined]
    return page


def meters_of(found: Distribution) -> list[tuple[str, Sequence[Meter]]]:
    """Accepted of those who applied, by the four dimensions; each figure leads to its applications."""
    return [
        (_("Country"), [_meter(share, "country") for share in found.countries]),
        (_("Network"), [_meter(share, "network") for share in found.networks]),
        (_("Gender"), [_meter(share, "gender") for share in found.genders]),
        (_("Profile"), [_meter(share, "profile") for share in found.profiles]),
    ]


def _meter(share: Share, name: str) -> Meter:
    key = share.key or ("-" if name == "gender" else "")
    return Meter(
        label=share.label,
        value=share.accepted,
        note=_("of %(n)d") % {"n": share.received},
        share=100 * share.accepted / share.received,
        url=f"?{name}={key}" if key else "",
    )


def bulk_actions() -> list[Action]:
    return [
        Action(_("Accept"), name="do", value="accept", kind="primary"),
        Action(_("Waiting list"), name="do", value="wait"),
        Action(_("Decline…"), name="do", value="decline"),
        Action(_("Open again"), name="do", value="reopen", kind="quiet"),
    ]
