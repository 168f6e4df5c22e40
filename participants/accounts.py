"""How allauth and our people meet: languages, invitations, claiming a person by a verified address."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    pass
