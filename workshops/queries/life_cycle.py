"""The states of a workshop in their order, and which may follow which."""

from collections.abc import Mapping, Sequence

from workshops.models import Workshop, WorkshopState

PATH = (
    WorkshopState.DRAFT,
    WorkshopState.OPEN,
    WorkshopState.SELECTION,
    WorkshopState.CONFIRMED,
    WorkshopState.RUNNING,
    WorkshopState.CLOSED,
    WorkshopState.REPORTED,
)

# The usual next step first. A call can be opened again while nobody is confirmed; a report can be
# taken up again; a cancelled workshop stays cancelled and is copied instead.
MOVES: Mapping[str, Sequence[str]] = {
    WorkshopState.DRAFT: (WorkshopState.OPEN, WorkshopState.CANCELLED),
    WorkshopState.OPEN: (WorkshopState.SELECTION, WorkshopState.CANCELLED),
    WorkshopState.SELECTION: (WorkshopState.CONFIRMED, WorkshopState.OPEN, WorkshopState.CANCELLED),
    WorkshopState.CONFIRMED: (WorkshopState.RUNNING, WorkshopState.SELECTION, WorkshopState.CANCELLED),
    WorkshopState.RUNNING: (WorkshopState.CLOSED, WorkshopState.CANCELLED),
    WorkshopState.CLOSED: (WorkshopState.REPORTED,),
    WorkshopState.REPORTED: (WorkshopState.CLOSED,),
    WorkshopState.CANCELLED: (),
}


def moves_from(state: str) -> Sequence[str]:
    return MOVES[state]


def next_state(workshop: Workshop) -> str | None:
    """Where the workshop usually goes from here; None at the end of its life."""
    if workshop.state in (WorkshopState.REPORTED, WorkshopState.CANCELLED):
        return None
    return MOVES[workshop.state][0]


def is_back(from_state: str, to_state: str) -> bool:
    places = {state.value: place for place, state in enumerate(PATH)}
    return to_state in places and places[to_state] < places[from_state]
