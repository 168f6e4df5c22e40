from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdgplatform.db import choice_constraint
from sdgplatform.multilingual import MultilingualField, localize
from sdgplatform.search import Searchable, SearchableQuerySet, search_index

AUTHOR_ROLES = ("TRAINER", "COORDINATOR", "TRANSLATOR")


class Series(models.Model):
    """A numbered row of modules, such as UCLG's on localizing the SDGs."""

    slug = models.SlugField(max_length=80, unique=True)
    titles = MultilingualField(_("title"), max_length=160)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return localize(self.titles)


class ModuleQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """As each module's visibility says; authors and staff of its networks see their own always."""
        shown = Q(visibility="PUBLIC")
        if not user.is_authenticated:
            return self.filter(shown)
        if user.is_superuser:
            return self.all()
        shown |= Q(visibility="NETWORK", networks__in=user.network_ids)
        shown |= Q(visibility="PARTICIPANTS", workshops__participations__person__account=user)
        staff = user.networks_with_role(*AUTHOR_ROLES)
        if staff:
            shown |= Q(visibility="TRAINERS", networks__in=staff) | Q(networks__in=staff) | Q(created_by=user)
        return self.filter(pk__in=self.model._default_manager.filter(shown).values("pk"))

    def in_order(self) -> Self:
        return self.order_by("series__slug", "number", "slug")


class ModuleVisibility(models.TextChoices):
    PUBLIC = "PUBLIC", _("Everyone")
    NETWORK = "NETWORK", _("Members of its networks")
    PARTICIPANTS = "PARTICIPANTS", _("Participants of workshops that teach it")
    TRAINERS = "TRAINERS", _("Trainers and coordinators of its networks")


class Licence(models.TextChoices):
    CC_BY_4 = "CC_BY_4", "CC BY 4.0"
    CC_BY_SA_4 = "CC_BY_SA_4", "CC BY-SA 4.0"
    CC_BY_NC_4 = "CC_BY_NC_4", "CC BY-NC 4.0"
    CC_BY_NC_SA_4 = "CC_BY_NC_SA_4", "CC BY-NC-SA 4.0"
    CC0 = "CC0", "CC0"
    RESERVED = "RESERVED", _("All rights reserved")


class Module(Searchable):
    """One work, whatever the languages and versions of its parts."""

    slug = models.SlugField(max_length=100, unique=True)
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="modules",
    )
    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    titles = MultilingualField(_("title"), max_length=200)
    summaries = MultilingualField(_("summary"), blank=True, max_length=2000)
    objectives = MultilingualField(_("objectives"), blank=True, max_length=4000)
    audiences = MultilingualField(_("audience"), blank=True, max_length=1000)
    duration_minutes = models.PositiveIntegerField(_("duration, minutes"), null=True, blank=True)
    licence = models.CharField(
        _("licence"), max_length=14, choices=Licence.choices, default=Licence.CC_BY_SA_4
    )
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    visibility = models.CharField(
        _("who sees it"), max_length=12, choices=ModuleVisibility.choices, default=ModuleVisibility.TRAINERS
    )
    networks = models.ManyToManyField(
        "participants.Network", verbose_name=_("networks"), related_name="modules", blank=True
    )
    targets = models.ManyToManyField(
        "alignment.Target", verbose_name=_("SDG targets"), related_name="modules", blank=True
    )
    is_sample = models.BooleanField(_("sample data"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        indexes = [search_index("module")]
        constraints = [
            choice_constraint("module", "visibility", ModuleVisibility),
            choice_constraint("module", "licence", Licence),
            models.UniqueConstraint(
                fields=["series", "number"],
                name="module_number_once_per_series",
                violation_error_message=_("The series already has a module with this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def searched_texts(self) -> list[str]:
        return [*self.titles.values(), *self.summaries.values(), self.authors]

    @property
    def title(self) -> str:
        return localize(self.titles)
