from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdgplatform.db import choice_constraint
from sdgplatform.multilingual import MultilingualField, localize, localize_with_language
from sdgplatform.search import Searchable, SearchableQuerySet, search_index
from sdgplatform.statements import Given, GivenIds, Statement

AUTHOR_ROLES = ("TRAINER", "COORDINATOR")
STAFF_ROLES = (*AUTHOR_ROLES, "TRANSLATOR")
RESERVED_SLUGS = {"export", "new", "series"}


def validate_not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("This word is used by the site itself. Choose another address."), code="reserved"
        )


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: Any) -> Self:
        return self.all()

    def in_order(self) -> Self:
        return self.order_by("slug")


class Series(models.Model):
    """A numbered row of modules, such as UCLG's on localizing the SDGs."""

    slug = models.SlugField(max_length=80, unique=True)
    titles = MultilingualField(_("title"), max_length=160)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return localize(self.titles)


class ModuleQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """As each module's visibility says; its staff and those who teach it see it always."""
        if not user.is_authenticated:
            return self.filter(visibility="PUBLIC")
        return self.all() if user.is_superuser else self.filter(pk__in=SEEN.subquery(**asker(user)))

    def seen(self) -> Self:
        """What `visible_to` shows, as part of a `Statement` that is given the `asker`."""
        networks = self.model.networks.through.objects
        taught = self.model.workshop_modules.rel.related_model.objects
        joined = taught.filter(
            workshop__participations__person=Given("person"),
            workshop__participations__cancelled_at__isnull=True,
        )
        trained = taught.filter(workshop__workshop_trainers__person=Given("person"))
        members = networks.filter(network__in=GivenIds("networks"))
        staffed = networks.filter(network__in=GivenIds("staffed"))
        return self.filter(
            Q(visibility="PUBLIC")
            | Q(visibility="NETWORK", pk__in=members.values("module"))
            | Q(visibility="PARTICIPANTS", pk__in=joined.values("module"))
            | Q(pk__in=trained.values("module"))
            | Q(pk__in=staffed.values("module"))
            | Q(created_by=Given("author"))
        )

    def staffed_by(self, user: Any, *roles: str) -> Self:
        """Those of the networks where the person has one of the roles, and those that the person made."""
        networks = user.networks_with_role(*roles)
        if not networks:
            return self.none()
        linked = self.model.networks.through.objects.filter(network__in=networks)
        return self.filter(Q(pk__in=linked.values("module")) | Q(created_by=user))

    def in_order(self) -> Self:
        return self.order_by("series__slug", "number", "slug")

    def with_series(self) -> Self:
        return self.select_related("series")

    def find_for_page(self, user: Any, slug: str) -> "Module | None":
        """The same as `visible_to(user)` with the series, for every page of one module."""
        if user.is_authenticated and user.is_superuser:
            return self.with_series().filter(slug=slug).first()
        found: Module | None = _FOR_PAGE.first(slug=slug, **asker(user))
        return found


def asker(user: Any) -> dict[str, Any]:
    """What `ModuleQuerySet.seen` is given of a person; a visitor has nothing of it."""
    if not user.is_authenticated:
        return {"person": None, "networks": (), "staffed": (), "author": None}
    person, staffed = user.person_or_none, user.networks_with_role(*STAFF_ROLES)
    return {
        "person": person and person.pk,
        "networks": user.network_ids,
        "staffed": staffed,
        "author": user.pk if staffed else None,
    }


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

    slug = models.SlugField(_("address"), max_length=100, unique=True, validators=[validate_not_reserved])
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
    source_language = models.CharField(
        _("source language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="es",
        help_text=_("The language that it is written in first and translated from."),
    )
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
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(series__isnull=False),
                name="module_number_needs_a_series",
                violation_error_message=_("A number needs a series."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1),
                name="module_number_counts_from_one",
                violation_error_message=_("Numbers in a series count from 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def searched_texts(self) -> list[str]:
        return [*self.titles.values(), *self.summaries.values(), self.authors]

    @property
    def title(self) -> str:
        return localize(self.titles)

    @property
    def objective_lines(self) -> list[str]:
        return [line.strip() for line in localize(self.objectives).splitlines() if line.strip()]

    @property
    def objective_language(self) -> str:
        return localize_with_language(self.objectives)[1]

    @property
    def duration_text(self) -> str:
        hours, minutes = divmod(self.duration_minutes or 0, 60)
        if hours and minutes:
            return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
        return _("%(hours)d h") % {"hours": hours} if hours else _("%(minutes)d min") % {"minutes": minutes}


SEEN = Statement(lambda: Module.objects.seen().values("pk"))
_FOR_PAGE = Statement(
    lambda: Module.objects.seen().with_series().filter(slug=Given("slug", models.CharField()))
)
