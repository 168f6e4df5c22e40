from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Expression, F, Func, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.cities import City, Country
from sdgplatform.db import choice_constraint, ordered_constraint, short_code
from sdgplatform.multilingual import MultilingualField, localize
from sdgplatform.search import Searchable, SearchableQuerySet, search_index

ENDS_TOO_EARLY = _("The last day is before the first.")


class DateSpan(Func):
    """The days from start to end, both counted; an open end is the future without limit."""

    function = "DATERANGE"
    output_field = DateRangeField()


def date_span() -> DateSpan:
    return DateSpan("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class Dated(models.Model):
    """What holds for a span of days, both ends counted; a blank end is open."""

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Any = None) -> None:
        """A span that ends before it starts is no range in the database, so ask no overlap of it."""
        starts, ends = getattr(self, "starts_on", None), getattr(self, "ends_on", None)
        if starts and ends and ends < starts:
            raise ValidationError({"ends_on": ENDS_TOO_EARLY})
        super().validate_constraints(exclude=exclude)

    def is_in_force(self, day: date | None = None) -> bool:
        day = day or timezone.localdate()
        starts, ends = getattr(self, "starts_on", None), getattr(self, "ends_on", None)
        return (starts is None or starts <= day) and (ends is None or ends >= day)

    @property
    def has_ended(self) -> bool:
        ends = getattr(self, "ends_on", None)
        return ends is not None and ends < timezone.localdate()


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date | Expression | None = None) -> Self:
        day = day or timezone.localdate()
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day)).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class NetworkQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all()


class Network(Searchable):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    descriptions = MultilingualField(_("description"), blank=True, max_length=2000)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    requires_second_factor = models.BooleanField(
        _("coordinators need a second factor"),
        default=False,
        help_text=_("They are asked to set up an authenticator app or a passkey before they go on."),
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        indexes = [search_index("network")]

    def __str__(self) -> str:
        return self.name

    def searched_texts(self) -> list[str]:
        return [self.name, *self.descriptions.values()]

    @property
    def description(self) -> str:
        return localize(self.descriptions)


class OrganisationQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all()

    def with_place(self) -> Self:
        return self.select_related("city__country", "city__subdivision", "country")


class OrganisationKind(models.TextChoices):
    CITY_GOVERNMENT = "CITY_GOVERNMENT", _("City government")
    NETWORK = "NETWORK", _("Network secretariat")
    NATIONAL = "NATIONAL", _("National or provincial government")
    ACADEMIA = "ACADEMIA", _("University or research")
    CIVIL_SOCIETY = "CIVIL_SOCIETY", _("Civil society")
    COOPERATION = "COOPERATION", _("International cooperation")
    PRIVATE = "PRIVATE", _("Private")


class Organisation(Searchable):
    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.CITY_GOVERNMENT
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    website = models.URLField(_("website"), blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [search_index("organisation")]
        constraints = [choice_constraint("organisation", "kind", OrganisationKind)]

    def __str__(self) -> str:
        return self.name

    def searched_texts(self) -> list[str]:
        return [
            self.name,
            *((self.city.name, self.city.other_names) if self.city else ()),
            *(self.country.names.values() if self.country else []),
        ]


class MembershipQuerySet(DatedQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all()

    def with_member(self) -> Self:
        return self.select_related("city__country", "city__subdivision", "organisation__country")

    def cities_of(self, network_ids: Iterable[int]) -> QuerySet[Any, int]:
        """Keys of the cities that belong to one of the networks today."""
        rows = self.filter(network__in=network_ids, city__isnull=False).in_force()
        return rows.values_list("city_id", flat=True)

    def is_member(self, city_id: int, network_ids: Collection[int]) -> bool:
        """Of one of the networks, today. Asks nothing when there is no network."""
        return bool(network_ids) and self.filter(city=city_id, network__in=network_ids).in_force().exists()


class Membership(Dated):
    """A city or an organisation in a network, for a span of days; never twice at the same time."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.CASCADE, related_name="memberships"
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    starts_on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Blank: since always, or not known.")
    )
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Blank: still a member."))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            ordered_constraint("membership", "starts_on", "ends_on", message=ENDS_TOO_EARLY),
            models.CheckConstraint(
                condition=Q(city__isnull=False, organisation__isnull=True)
                | Q(city__isnull=True, organisation__isnull=False),
                name="membership_of_a_city_or_an_organisation",
                violation_error_message=_("Choose a city or an organisation, not both."),
            ),
            *(
                ExclusionConstraint(
                    name=f"membership_{member}_not_twice_at_once",
                    expressions=[
                        (F("network"), RangeOperators.EQUAL),
                        (F(member), RangeOperators.EQUAL),
                        (date_span(), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(**{f"{member}__isnull": False}),
                    violation_error_message=_("It is already a member of this network in these days."),
                )
                for member in ("city", "organisation")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.network}"

    @property
    def member(self) -> City | Organisation | None:
        return self.city or self.organisation
