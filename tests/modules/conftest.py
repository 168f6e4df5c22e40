import pytest
from django.test import Client

from tests.factories.modules import ModuleFactory
from tests.personas import Personas


@pytest.fixture
def sign_in(personas: Personas):
    """A browser in which the named persona is signed in."""

    def client_of(name: str) -> Client:
        client = Client()
        if name != "visitor":
            client.force_login(personas[name], backend="participants.accounts.AccountBackend")
        return client

    return client_of


@pytest.fixture
def module(personas: Personas):
    return ModuleFactory(slug="planning", titles={"en": "Planning"}, networks=[personas.network])
