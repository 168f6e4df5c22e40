from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.roles import Role

# `RoleAssignment.objects.filter(person__account=…).in_force()`, written out: every page asks it, and building
# the statement took five times as long as running it.
ROLES_IN_FORCE = """
    SELECT held.role, held.network_id, held.city_id, network.requires_second_factor
    FROM participants_roleassignment held
    JOIN participants_person person ON person.id = held.person_id
    JOIN participants_network network ON network.id = held.network_id
    WHERE person.account_id = %(account)s
      AND (held.starts_on IS NULL OR held.starts_on <= %(today)s)
      AND (held.ends_on IS NULL OR held.ends_on >= %(today)s)
"""
ROLE_COLUMNS = ("role", "network_id", "city_id", "network__requires_second_factor")


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """Who signs in. The human being behind it is `account.person`."""

    THEMES = [("auto", _("Like the device")), ("light", _("Light")), ("dark", _("Dark"))]

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    theme = models.CharField(_("appearance"), max_length=5, choices=THEMES, default="auto")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def person_or_none(self) -> Any:
        return getattr(self, "person", None)

    @property
    def display_name(self) -> str:
        return self.person_or_none.full_name if self.person_or_none else self.email

    @cached_property
    def roles_in_force(self) -> dict[str, dict[int, set[int | None]]]:
        """Role -> network id -> city ids (None for roles without a city)."""
        found: dict[str, dict[int, set[int | None]]] = defaultdict(lambda: defaultdict(set))
        for role, network_id, city_id, _strict in self._role_rows:
            found[role][network_id].add(city_id)
        return found

    @cached_property
    def _role_rows(self) -> list[tuple[str, int, int | None, bool]]:
        """One query a request: role, network, city, whether the network requires a second factor."""
        with connection.cursor() as cursor:
            cursor.execute(ROLES_IN_FORCE, {"account": self.pk, "today": timezone.localdate()})
            return cursor.fetchall()

    def remember_roles(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Spares that query when the roles in force today came with the account; by ROLE_COLUMNS."""
        self._role_rows = [tuple(row[name] for name in ROLE_COLUMNS) for row in rows]

    def networks_with_role(self, *roles: str) -> set[int]:
        """Ids of the networks where this account has one of the roles today."""
        return {network for role in roles for network in self.roles_in_force.get(role, ())}

    def has_role(self, *roles: str) -> bool:
        return bool(self.networks_with_role(*roles))

    @property
    def network_ids(self) -> set[int]:
        return self.networks_with_role(*Role.values)

    @property
    def coordinated_network_ids(self) -> set[int]:
        return self.networks_with_role(Role.COORDINATOR)

    @property
    def planned_city_ids(self) -> set[int]:
        """Cities whose strategies and matrices this account may write."""
        spans = self.roles_in_force.get(Role.CITY_PLANNER, {}).values()
        return {city for cities in spans for city in cities if city is not None}

    @cached_property
    def lacks_required_factor(self) -> bool:
        """A network that this account coordinates requires a second factor and there is none yet."""
        from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 (allauth reads settings of this model)

        required = any(
            strict for role, _network, _city, strict in self._role_rows if role == Role.COORDINATOR
        )
        return required and not is_mfa_enabled(self)
