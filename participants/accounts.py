"""How allauth and our people meet: mails through the queue in the account's language, preferences that
follow the account, a person claimed by a verified address and brought along with the account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from participants.actions.accounts import claim_person, set_preferences
from participants.models import Account
from sdgplatform.db import short_code
from sdgplatform.outbox.actions import Message, queue_mail
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
    """Signs in by address. Every page names the person, so that they come with the account in one query."""

    def get_user(self, user_id: Any) -> Account | None:
        account = Account.objects.select_related("person").filter(pk=user_id).order_by().first()
        return account if account and self.user_can_authenticate(account) else None


def _account_of(email: str) -> Account | None:
    return Account.objects.filter(emailaddress__email__iexact=email).order_by("pk").first()
