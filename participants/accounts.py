"""How allauth and our people meet: mails through the queue in the account's language, preferences that
follow the account, a person claimed by a verified address and brought along with the account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import DateField, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from participants.actions.accounts import claim_person, set_preferences
from participants.models import Account, RoleAssignment
from participants.models.accounts import ROLE_COLUMNS
from sdgplatform.db import short_code
from sdgplatform.outbox.actions import Message, queue_mail
from sdgplatform.statements import Given, Statement
from sdgplatform.ui.preferences import keep_in_cookies


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail, written in the language of the account that the address belongs to."""
        account = context.get("user") or _account_of(email)
        language = getattr(account, "language", "") or translation.get_language() or settings.LANGUAGE_CODE
        words = {"email": email, "request": allauth_context.request, "site_name": settings.SITE_NAME}
        with translation.override(language):
            mail = self.render_mail(template_prefix, email, {**words, **context})
        queue_mail(
            Message(
                kind="participants.account",
                reason=f"account:{short_code(16)}",
                to_email=email,
                language=language,
                subject=mail.subject,
                text=str(mail.body),
            )
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """With the proof of the address comes the person who has it."""
        with transaction.atomic():
            confirmed = super().confirm_email(request, email_address)
            if confirmed:
                claim_person(email_address.user)
        return confirmed

    def post_login(self, request: HttpRequest, user: Account, **details: Any) -> HttpResponse:
        """Also claims for addresses that were proved in another way, such as a new password by mail."""
        claim_person(user)
        if not user.language:
            set_preferences(user, language=translation.get_language() or settings.LANGUAGE_CODE)
        response = super().post_login(request, user, **details)
        return keep_in_cookies(request, response, language=user.language, theme=user.theme)


class AccountBackend(AuthenticationBackend):
    """Signs in by address. Every page names the person and asks for their roles, so that all come with the
    account in one query."""

    def get_user(self, user_id: Any) -> Account | None:
        account = _ACCOUNT.first(pk=user_id, today=timezone.localdate())
        if account is None or not self.user_can_authenticate(account):
            return None
        account.remember_roles(account.role_rows)
        return account


def _with_roles() -> "QuerySet[Any]":
    roles = RoleAssignment.objects.filter(person=OuterRef("person__pk")).in_force(Given("today", DateField()))
    listed = ArraySubquery(roles.values(one=JSONObject(**{name: name for name in ROLE_COLUMNS})))
    rows = Account.objects.select_related("person").annotate(role_rows=listed)
    return rows.filter(pk=Given("pk")).order_by()


_ACCOUNT = Statement(_with_roles)


def _account_of(email: str) -> Account | None:
    return Account.objects.filter(emailaddress__email__iexact=email).order_by("pk").first()
