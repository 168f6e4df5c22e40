import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from participants import models
from tests.personas import Personas

pytestmark = pytest.mark.django_db

LOOKED_UP = [getattr(models, name) for name in ("Account", "Person", "City", "Country", "Network", "Profile")]
LOOKED_UP += [models.Organisation, models.Membership, models.RoleAssignment, models.Invitation]


@pytest.mark.parametrize("model", LOOKED_UP)
def test_look_up_is_read_only(client: Client, personas: Personas, model):
    client.force_login(personas["admin"])
    name = model._meta.model_name
    assert client.get(reverse(f"admin:participants_{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:participants_{name}_add")).status_code == 403
    row = model.objects.first()
    if row is not None:
        page = reverse(f"admin:participants_{name}_change", args=[row.pk])
        assert client.post(page, {"name": "x"}).status_code == 403
        assert client.get(page).status_code == 200


def test_the_key_of_an_invitation_and_passwords_are_not_shown():
    assert "code" in admin.site.get_model_admin(models.Invitation).exclude
    assert "password" in admin.site.get_model_admin(models.Account).exclude
