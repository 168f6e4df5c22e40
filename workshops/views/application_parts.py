"""Records for the components of the applications page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sdgplatform.ui.parts import Action, Mark, Meter
from sdgplatform.ui.statuses import mark_of
from workshops.models import Application, ApplicationState
from workshops.queries.applications import NOT_GIVEN
from workshops.queries.selection import Distribution, Share

SHOWN_SHARES = 6


def waiting_mark(application: Application) -> Mark:
    """The state; on the waiting list with the place."""
    if application.state == ApplicationState.WAITING and application.waiting_position:
        return waiting_list_mark(application.waiting_position)
    return mark_of(application)


def waiting_list_mark(place: int) -> Mark:
    return Mark("wait", _("Waiting list, no. %(place)d") % {"place": place})


def meters_of(found: Distribution) -> list[tuple[str, Sequence[Meter]]]:
    """Accepted of those who applied, by the four dimensions; each figure leads to its applications."""
    return [
        (_("Country"), _meters(found.countries, "country")),
        (_("Network"), _meters(found.networks, "network")),
        (_("Gender"), _meters(found.genders, "gender")),
        (_("Profile"), _meters(found.profiles, "profile")),
    ]


def _meters(shares: Sequence[Share], name: str) -> list[Meter]:
    """The longest part of a long tail is one line."""
    shown, rest = shares[:SHOWN_SHARES], shares[SHOWN_SHARES:]
    meters = [_meter(share, name) for share in shown]
    if rest:
        words = ngettext("%(n)d other", "%(n)d others", len(rest)) % {"n": len(rest)}
        accepted, received = sum(one.accepted for one in rest), sum(one.received for one in rest)
        meters.append(_meter(Share("", words, accepted, received), ""))
    return meters


def _meter(share: Share, name: str) -> Meter:
    key = share.key or NOT_GIVEN
    return Meter(
        label=share.label,
        value=share.accepted,
        note=_("of %(n)d") % {"n": share.received},
        share=100 * share.accepted / share.received,
        url=f"?{name}={key}" if name else "",
    )


def bulk_actions() -> list[Action]:
    return [
        Action(_("Accept"), name="do", value="accept", kind="primary"),
        Action(_("Waiting list"), name="do", value="wait"),
        Action(_("Decline…"), name="do", value="decline"),
        Action(_("Open again"), name="do", value="reopen", kind="quiet"),
    ]
