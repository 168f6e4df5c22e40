"""The mails of the review: one function says who waits for what."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from alignment.models import AlignmentMatrix, MatrixTransition
from alignment.models.matrices import PEER_STATES
from alignment.queries.people import peers_of
from participants.models import Account
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.actions import Message

NAMES = ("submitted", "changes_requested", "validated", "published", "reopened", "withdrawn")


def step_messages(
    name: str, matrix: AlignmentMatrix, transition: MatrixTransition, to: Iterable[Account]
) -> Iterator[Message]:
    """One mail to each account, in its language; `name` is one of NAMES."""
    for account in to:
        language = account.language or matrix.strategy.language
        context = {
            "matrix": matrix,
            "strategy": matrix.strategy,
            "transition": transition,
            "name": account.display_name,
            "address": matrix_address(matrix),
            "site_name": settings.SITE_NAME,
        }
        with translation.override(language):
            yield Message(
                kind=f"alignment.matrix_{name}",
                reason=matrix_reason(matrix, transition),
                to_email=account.email,
                to_name=account.display_name,
                language=language,
                subject=render_to_string(f"alignment/emails/matrix_{name}.subject", context).strip(),
                text=render_to_string(f"alignment/emails/matrix_{name}.txt", context),
                scope=scope_key(matrix),
            )


def peer_messages(matrix: AlignmentMatrix, moment: int | str) -> Iterator[Message]:
    """To the planners of the peer city, once they can read the matrix; `moment` tells two times apart."""
    if matrix.state not in PEER_STATES:
        return
    for account in peers_of(matrix):
        language = account.language or matrix.strategy.language
        context = {
            "matrix": matrix,
            "strategy": matrix.strategy,
            "peer_city": matrix.peer_city,
            "name": account.display_name,
            "address": matrix_address(matrix),
            "site_name": settings.SITE_NAME,
        }
        with translation.override(language):
            yield Message(
                kind="alignment.matrix_peer_invited",
                reason=f"{scope_key(matrix)}:peer:{moment}",
                to_email=account.email,
                to_name=account.display_name,
                language=language,
                subject=render_to_string("alignment/emails/matrix_peer_invited.subject", context).strip(),
                text=render_to_string("alignment/emails/matrix_peer_invited.txt", context),
                scope=scope_key(matrix),
            )


def matrix_reason(matrix: AlignmentMatrix, transition: MatrixTransition) -> str:
    return f"{scope_key(matrix)}:step:{transition.pk}"


def matrix_address(matrix: AlignmentMatrix) -> str:
    """By way of the sign-in: a matrix that a visitor may not see looks to them as if it did not exist."""
    page = reverse("alignment:matrix_detail", args=[matrix.code])
    return f"{settings.SITE_URL}{reverse('account_login')}?{urlencode({'next': page})}"
