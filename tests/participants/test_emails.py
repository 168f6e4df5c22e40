from datetime import UTC, datetime

import pytest

from participants.emails import invitation_mail
from participants.models import Invitation
from tests.factories.participants import CityFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def test_invitation_mail_names_network_role_city_link_and_last_day(settings):
    settings.SITE_URL = "https://talleres.example.org"
    invitation = Invitation(
        network=NetworkFactory(name="Red d'Ouest & Sur"),
        email="n@example.org",
        name="Núria",
        role="CITY_PLANNER",
        city=CityFactory(name="Rosario"),
        language="en",
        expires_at=datetime(2026, 12, 1, 12, tzinfo=UTC),
    )
    mail = invitation_mail(invitation)
    assert mail.subject == "Red d'Ouest & Sur invites you: City planner"
    assert f"https://talleres.example.org/participants/invitations/{invitation.code}/" in mail.text
    for words in ("Dear Núria,", "Red d'Ouest & Sur", "Rosario"):
        assert words in mail.text
    assert (mail.to_email, mail.to_name, mail.language) == ("n@example.org", "Núria", "en")
