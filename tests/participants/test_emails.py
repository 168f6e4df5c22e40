from datetime import UTC, datetime

import pytest

from participants.actions.memberships import add_membership
from participants.emails import invitation_mail
from participants.models import Account, Invitation, Membership
from sdgplatform.outbox.models import QueuedMail
from tests.factories.participants import CityFactory, NetworkFactory
from tests.personas import Personas

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


def test_planners_hear_when_their_city_joins_a_network(personas: Personas):
    other, city = personas.other_network, personas.city
    Account.objects.filter(pk=personas["planner"].pk).update(language="es")
    add_membership(Membership(network=other, city=city), by=personas["other_coordinator"])
    add_membership(Membership(network=other, city=CityFactory()), by=personas["other_coordinator"])
    mail = QueuedMail.objects.get()
    assert (mail.to_email, mail.language, mail.kind) == (
        "planner@example.org",
        "es",
        "participants.membership",
    )
    for words in (city.name, str(other), f"/participants/networks/{other.slug}/"):
        assert words in mail.text
