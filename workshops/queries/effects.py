"""What a decision about chosen applications would do, said before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import Application, ApplicationState, Workshop
from workshops.queries.selection import mailed_decisions, places_of

State = ApplicationState
STATE_AFTER = {
    "accept": State.ACCEPTED,
    "wait": State.WAITING,
    "decline": State.DECLINED,
    "reopen": State.RECEIVED,
}


@dataclass(frozen=True)
class Effect:
    """`sentences` in words; `is_possible` is False when the action would refuse for lack of places."""

    sentences: Sequence[str]
    moving: Sequence[Application]
    is_possible: bool = True


def effect_of(workshop: Workshop, chosen: Sequence[Application], do: str) -> Effect:
    state = STATE_AFTER[do]
    moving = [application for application in chosen if application.state != state]
    if not moving:
        return Effect([_("Nothing changes: all of them are in this state already.")], moving, False)
    left = places_of(workshop).left
    sentences = [_first_sentence(state, len(moving), left)]
    returned = sum(application.state == State.ACCEPTED for application in moving)
    if returned:
        words = ngettext("%(n)d place becomes free.", "%(n)d places become free.", returned)
        sentences.append(words % {"n": returned})
    if same := len(chosen) - len(moving):
        words = ngettext(
            "%(n)d is in this state already and stays.", "%(n)d are in this state already and stay.", same
        )
        sentences.append(words % {"n": same})
    sentences.append(_about_mails(moving, state))
    return Effect(sentences, moving, state != State.ACCEPTED or len(moving) <= left)


def _first_sentence(state: State, number: int, left: int) -> str:
    words = {"n": number, "left": left, "after": left - number}
    if state == State.ACCEPTED and number > left:
        return (
            ngettext(
                "%(left)d place is left and %(n)d are chosen. Choose fewer or use the waiting list.",
                "%(left)d places are left and %(n)d are chosen. Choose fewer or use the waiting list.",
                left,
            )
            % words
        )
    if state == State.ACCEPTED:
        text = ngettext(
            "%(n)d application is accepted and gets a place; %(after)d left then.",
            "%(n)d applications are accepted and get a place; %(after)d left then.",
            number,
        )
    elif state == State.WAITING:
        text = ngettext(
            "%(n)d application goes to the end of the waiting list.",
            "%(n)d applications go to the end of the waiting list, in this order.",
            number,
        )
    elif state == State.DECLINED:
        text = ngettext("%(n)d application is declined.", "%(n)d applications are declined.", number)
    else:
        text = ngettext("%(n)d application is open again.", "%(n)d applications are open again.", number)
    return text % words


def _about_mails(moving: Sequence[Application], state: State) -> str:
    gone = len(mailed_decisions(moving))
    if gone:
        text = ngettext(
            "%(n)d of them was told another decision already.",
            "%(n)d of them were told another decision already.",
            gone,
        )
        return text % {"n": gone}
    if state == State.RECEIVED:
        return _("The mails about the former decision are withdrawn.")
    return _("The mails wait under Mail until you let them go; until then the decision can be changed.")
