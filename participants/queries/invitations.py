from participants.models import Invitation


def invitation_of(code: str) -> Invitation | None:
    """By the key of the link, which is the permission to see it."""
    return Invitation.objects.with_place().filter(code=code).first()
