"""Signing up, in and out with django-allauth, as a browser does it."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participants.actions.invitations import send_invitation
from participants.models import Account, Invitation, Person, RoleAssignment
from sdgplatform.outbox.models import QueuedMail
from tests.factories.participants import PASSWORD, AccountFactory, PersonFactory
from tests.personas import Personas

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "ein-neues-geheimnis"


def link_in(mail: QueuedMail) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", mail.text)
    assert found is not None
    return found.group(1)


def sign_up(client: Client, email: str, **query: str):
    data = {"email": email, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **query}
    return client.post(reverse("account_signup"), data)


def verified_account(email: str = "ana@example.org", **fields) -> Account:
    account = AccountFactory(email=email, **fields)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("participants:account_edit")).status_code == 200


def test_sign_up_needs_the_address_confirmed_and_then_claims_the_person(client: Client):
    waiting = PersonFactory(email="ana@example.org")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert sign_up(client, "Ana@example.org").status_code == 302
    assert is_signed_in(client) is False
    mail = QueuedMail.objects.get()
    assert (mail.to_email, mail.language) == ("ana@example.org", "fr")
    assert Person.objects.get().account is None
    client.post(link_in(mail))
    waiting.refresh_from_db()
    assert waiting.account == Account.objects.get(email="ana@example.org")


def test_sign_in_before_the_address_is_confirmed_is_refused(client: Client):
    account = AccountFactory(email="ana@example.org")
    EmailAddress.objects.create(user=account, email=account.email, verified=False, primary=True)
    assert sign_in(client, account.email).status_code == 302
    assert is_signed_in(client) is False


def test_sign_in_by_e_mail_in_any_case(client: Client):
    verified_account()
    sign_in(client, "ANA@example.org")
    assert is_signed_in(client) is True


def test_sign_in_is_limited_after_failures(client: Client):
    verified_account()
    answers = [sign_in(client, "ana@example.org", "wrong-password") for _try in range(12)]
    assert is_signed_in(client) is False
    sign_in(client, "ana@example.org")
    assert is_signed_in(client) is False
    assert answers[0].status_code == 200


def test_password_reset_goes_by_mail_in_the_accounts_language(client: Client):
    verified_account(language="es")
    client.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    mail = QueuedMail.objects.get()
    assert (mail.language, mail.kind) == ("es", "participants.account")
    page = client.get(link_in(mail), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in(client, "ana@example.org", NEW_PASSWORD)
    assert is_signed_in(client) is True


def test_password_reset_does_not_tell_whether_there_is_an_account(client: Client):
    verified_account()
    pages = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True).redirect_chain
        for email in ("ana@example.org", "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    assert list(QueuedMail.objects.order_by("pk").values_list("subject", flat=True)) == [
        "Choose a new password",
        "There is no account with this address",
    ]


def test_a_new_password_is_told_by_mail(client: Client):
    account = verified_account()
    client.force_login(account)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(reverse("account_change_password"), data)
    mail = QueuedMail.objects.get()
    assert (mail.to_email, mail.subject) == ("ana@example.org", "Password Changed")
    assert mail.text.startswith("Hello,")
    assert "If it was not you, choose a new password at once." in mail.text


def test_sign_up_with_a_known_address_tells_only_its_owner(client: Client):
    verified_account()
    sign_up(client, "ana@example.org")
    assert QueuedMail.objects.get().subject == "You already have an account"
    assert Account.objects.count() == 1


def test_language_and_colours_follow_the_account_to_a_new_device(client: Client):
    verified_account(language="pt-br", theme="dark")
    response = sign_in(client, "ana@example.org")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "pt-br"
    assert response.cookies["theme"].value == "dark"


def test_preferences_are_kept_with_the_account_and_on_the_device(client: Client, personas: Personas):
    client.force_login(personas["member"])
    response = client.post(
        reverse("participants:preferences"),
        {"language": "fr", "theme": "dark", "next": "/participants/cities/"},
    )
    account = Account.objects.get(pk=personas["member"].pk)
    assert (account.language, account.theme) == ("fr", "dark")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    assert response.headers["Location"] == "/participants/cities/"


def test_preferences_of_a_visitor_are_a_cookie_and_bad_ones_are_dropped(client: Client):
    response = client.post(
        reverse("participants:preferences"),
        {"language": "xx", "theme": "light", "next": "https://evil.example/"},
    )
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert response.cookies["theme"].value == "light"
    assert response.headers["Location"] == "/"


def test_account_page_makes_the_person_when_there_is_none(client: Client):
    account = verified_account()
    client.force_login(account)
    address = reverse("participants:account_edit")
    response = client.post(address, {"given_name": "", "language": "es"})
    assert response.status_code == 422
    client.post(address, {"given_name": "Ana", "family_name": "Paz", "language": "es"})
    assert Person.objects.get(account=account).full_name == "Ana Paz"


def invite(personas: Personas, email: str = "nuria@example.org") -> str:
    invitation = Invitation(
        network=personas.network, email=email, name="Núria Vidal", role="TRAINER", language="es"
    )
    code = send_invitation(invitation, by=personas["coordinator"]).code
    return reverse("participants:invitation_accept", args=[code])


def test_invitation_to_a_stranger_leads_to_sign_up_without_a_second_mail(client: Client, personas: Personas):
    address = invite(personas)
    page = client.get(address)
    assert page.headers["Cache-Control"].count("no-store") == 1
    sign_up(client, "nuria@example.org", next=address)
    assert is_signed_in(client) is True
    assert QueuedMail.objects.filter(kind="participants.account").count() == 0
    client.post(address)
    client.post(address)  # a double click
    assert RoleAssignment.objects.get(person__account__email="nuria@example.org").role == "TRAINER"


def test_sign_up_after_an_invitation_proves_the_invited_address_only(client: Client, personas: Personas):
    client.get(invite(personas))
    sign_up(client, "other@example.org")
    proved = dict(EmailAddress.objects.values_list("email", "verified"))
    assert proved == {"nuria@example.org": True, "other@example.org": False}


def test_invitation_to_somebody_with_an_account_leads_to_sign_in(client: Client, personas: Personas):
    verified_account("nuria@example.org")
    address = invite(personas)
    assert b"Sign in and accept" in client.get(address).content
    response = client.post(
        reverse("account_login"), {"login": "nuria@example.org", "password": PASSWORD, "next": address}
    )
    assert response.headers["Location"] == address
    client.post(address)
    assert RoleAssignment.objects.get(person__account__email="nuria@example.org").role == "TRAINER"


def test_visitor_cannot_accept(client: Client, personas: Personas):
    client.post(invite(personas))
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": timezone.now()}, b"was revoked"),
        ({"expires_at": timezone.now()}, b"has expired"),
    ],
)
def test_closed_invitation_says_why(client: Client, personas: Personas, change, words):
    address = invite(personas)
    Invitation.objects.update(**change)
    client.force_login(personas["member"])
    assert words in client.get(address).content
    assert words in client.post(address, follow=True).content
    assert RoleAssignment.objects.filter(person__account=personas["member"]).count() == 0


def test_used_invitation_says_so_to_others(client: Client, personas: Personas):
    address = invite(personas)
    client.force_login(personas["member"])
    client.post(address)
    assert b"You have accepted" in client.get(address).content
    client.force_login(personas["viewer"])
    assert b"already been accepted" in client.get(address).content


def test_unknown_invitation_is_a_clear_404(client: Client, db):
    response = client.get(reverse("participants:invitation_accept", args=["nonsense"]))
    assert response.status_code == 404
    assert b"This invitation does not exist" in response.content


def require_second_factor(personas: Personas) -> None:
    personas.network.requires_second_factor = True
    personas.network.save()


def test_coordinator_without_the_required_factor_is_sent_to_set_it_up(client: Client, personas: Personas):
    require_second_factor(personas)
    client.force_login(personas["coordinator"])
    response = client.get(reverse("participants:person_list"))
    assert (response.status_code, response.headers["Location"]) == (302, reverse("mfa_index"))
    assert b"asks its coordinators for a second factor" in client.get(reverse("mfa_index")).content
    answer = client.get("/api/v1/networks/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")


def test_others_are_not_asked_for_a_factor(client: Client, personas: Personas):
    require_second_factor(personas)
    for name in ("trainer", "other_coordinator", "member"):
        client.force_login(personas[name])
        assert client.get(reverse("participants:city_list")).status_code == 200


def one_time_code(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def test_coordinator_sets_up_the_factor_and_signs_in_with_it(client: Client, personas: Personas):
    require_second_factor(personas)
    account = personas["coordinator"]
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    sign_in(client, account.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": one_time_code(secret)})
    assert Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).count() == 1
    assert client.get(reverse("participants:person_list")).status_code == 200
    client.logout()
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    TOTP.activate(account, secret := generate_totp_secret())
    response = sign_in(client, account.email)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert is_signed_in(client) is False
    client.post(reverse("mfa_authenticate"), {"code": one_time_code(secret)})
    assert client.get(reverse("participants:person_list")).status_code == 200


def test_sessions_are_listed_and_others_can_be_ended(client: Client):
    account = verified_account()
    other = Client(headers={"user-agent": "Old phone"})
    sign_in(other, account.email)
    sign_in(client, account.email)
    assert b"Old phone" in client.get(reverse("usersessions_list")).content
    client.post(reverse("usersessions_list"))
    assert (is_signed_in(other), is_signed_in(client)) == (False, True)
