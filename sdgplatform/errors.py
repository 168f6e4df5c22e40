"""The one base of every anticipated "no, because"."""

from collections.abc import Iterator

from django.utils.functional import Promise


class ActionRefused(Exception):
    """An action that is impossible in the present state of the data.

    Subclasses are defined beside the action that raises them. Pages show `message` where the
    person stands, beside the input called `field` if there is one; the API answers 409 with `code`.
    """

    code = "refused"
    field: str | None = None
    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None, **details: object) -> None:
        if message is not None:
            self.message = message
        self.details = details
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return str(self.message)


def all_refusals(base: type[ActionRefused] = ActionRefused) -> Iterator[type[ActionRefused]]:
    for refusal in base.__subclasses__():
        yield refusal
        yield from all_refusals(refusal)
