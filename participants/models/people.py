from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from participants.models.cities import City
from participants.models.networks import Organisation
from sdgplatform.db import choice_constraint, short_code
from sdgplatform.multilingual import MultilingualField, localize
from sdgplatform.search import Searchable, SearchableQuerySet, fold, search_index


class Profile(models.Model):
    """Professional profile (planning, environment, ...): a vocabulary that organisers may change."""

    code = models.SlugField(max_length=40, unique=True)
    names = MultilingualField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return localize(self.names)


class PersonQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Oneself; for coordinators everybody, since duplicates across networks must be findable."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser or user.coordinated_network_ids:
            return self.all()
        return self.filter(account=user)

    def with_place(self) -> Self:
        return self.select_related("city__country", "city__subdivision", "organisation", "profile")


class Gender(models.TextChoices):
    WOMAN = "WOMAN", _("Woman")
    MAN = "MAN", _("Man")
    OTHER = "OTHER", _("Other")


class Person(Searchable):
    """A human being, with or without e-mail or account."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    folded_name = models.CharField(max_length=250, editable=False, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    language = models.CharField(
        _("language for mails"), max_length=10, choices=settings.LANGUAGES, default="es"
    )
    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    job_title = models.CharField(_("position"), max_length=160, blank=True)
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    is_sample = models.BooleanField(_("invented for demonstration"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    kept_in_step = ("search_text", "folded_name")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            search_index("person"),
            models.Index(Lower("email"), name="person_email", condition=~Q(email="")),
            models.Index("folded_name", "id", name="person_by_name"),
        ]
        constraints = [choice_constraint("person", "gender", Gender)]

    def __str__(self) -> str:
        return self.full_name

    def searched_texts(self) -> list[str]:
        return [self.given_name, self.family_name, self.email, self.job_title]

    def refresh_search_text(self) -> None:
        super().refresh_search_text()
        self.folded_name = fold(f"{self.family_name} {self.given_name}")[:250]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
