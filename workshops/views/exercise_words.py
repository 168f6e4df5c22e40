"""Addresses of an exercise, and the picture that brings a phone there."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from workshops.models import Exercise

QUIET_ZONE = 4


def exercise_url(name: str, exercise: Exercise) -> str:
    slug = exercise.workshop.slug
    return reverse(f"workshops:{name}", kwargs={"slug": slug, "code": exercise.code})


def join_address(request: HttpRequest, exercise: Exercise) -> str:
    """By the name that the facilitator's own browser used, so that a laptop in the room works too."""
    return request.build_absolute_uri(reverse("join:join_exercise", kwargs={"code": exercise.join_code}))


def qr_of(address: str) -> SafeString:
    """The picture as SVG; its colours are fixed, since cameras want dark on light in every theme."""
    code: QRCode = QRCode(border=QUIET_ZONE, image_factory=SvgPathImage)
    code.add_data(address)
    image = code.make_image().to_string(encoding="unicode")
    return mark_safe(str(image))  # noqa: S308  # made here from an address that is encoded as dots
