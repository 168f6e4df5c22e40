from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sdgplatform.multilingual import MultilingualField, localize
from sdgplatform.search import Searchable, SearchableQuerySet, fold, search_index


class Country(models.Model):
    iso2 = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3, unique=True)
    m49 = models.PositiveSmallIntegerField(null=True, blank=True)
    names = MultilingualField(max_length=120)
    continent = models.CharField(max_length=2)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return localize(self.names)


class Subdivision(models.Model):
    """A province or state: what tells cities of one name and country apart."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="subdivisions")
    code = models.CharField(max_length=10, help_text="GeoNames first-level code.")
    locode = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("province or state")
        verbose_name_plural = _("provinces and states")
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="subdivision_code_once_per_country")
        ]

    def __str__(self) -> str:
        return self.name


class CityQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The catalogue is public."""
        return self.all()

    def with_place(self) -> Self:
        return self.select_related("country", "subdivision")

    def members_of(self, network_slug: str) -> Self:
        """Of today. A city has one membership in force a network, so no row comes twice."""
        today = timezone.localdate()
        return self.filter(
            Q(memberships__starts_on__isnull=True) | Q(memberships__starts_on__lte=today),
            Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today),
            memberships__network__slug=network_slug,
        )

    def matching(self, words: str) -> Self:
        """Commas only separate: `Córdoba, Argentina` is two words."""
        return super().matching(words.replace(",", " "))

    def named_from(self, words: str) -> Self:
        """Those of `matching` whose name begins with the first word."""
        return self.matching(words).filter(
            Q(folded_name__startswith=first_word(words)) | Q(folded_name=place_text(words))
        )

    def found_by(self, words: str) -> Self:
        """By name if any city is so called, else by any word of the place; one small query to decide.

        `cordoba` finds the three cities of that name and not the eighty in a province so called.
        """
        named = self.named_from(words)
        return named if named.exists() else self.matching(words)

    def best_first(self, words: str) -> Self:
        """Cities called exactly so, then those whose name is the beginning of the words or the other way
        round, then the rest; the larger first."""
        text = place_text(words)
        rank = Case(
            When(folded_name=text, then=0),
            When(Q(typed__startswith=F("folded_name")) | Q(folded_name__startswith=text), then=1),
            default=2,
        )
        rows = self.annotate(typed=Value(text, output_field=models.TextField()))
        return rows.annotate(rank=rank).order_by("rank", F("population").desc(nulls_last=True), "pk")


def place_text(words: str) -> str:
    return fold(words.replace(",", " "))


def first_word(words: str) -> str:
    return place_text(words).partition(" ")[0]


class CityTier(models.TextChoices):
    MUNICIPALITY = "MUNICIPALITY", _("Municipality")
    METROPOLITAN = "METROPOLITAN", _("Metropolitan body")
    PROVINCE = "PROVINCE", _("Province, state or department")
    ASSOCIATION = "ASSOCIATION", _("Association of municipalities")


class City(Searchable):
    """A municipality or other tier of government, keyed on GeoNames where it has an entry there."""

    geonameid = models.PositiveIntegerField(unique=True, null=True, blank=True)
    slug = models.SlugField(max_length=140, unique=True)
    name = models.CharField(_("name"), max_length=160)
    other_names = models.CharField(
        _("other names"), max_length=200, blank=True, help_text=_("Found by them too; not shown.")
    )
    folded_name = models.CharField(max_length=160, editable=False, blank=True, default="")
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="cities"
    )
    subdivision = models.ForeignKey(
        Subdivision,
        verbose_name=_("province or state"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cities",
    )
    tier = models.CharField(
        _("tier of government"), max_length=12, choices=CityTier.choices, default=CityTier.MUNICIPALITY
    )
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")

    kept_in_step = ("search_text", "folded_name")

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        indexes = [search_index("city"), models.Index(fields=["-population"], name="city_population")]

    def __str__(self) -> str:
        return self.name

    def searched_texts(self) -> list[str]:
        place = [self.subdivision.name if self.subdivision else "", *self.country.names.values()]
        return [self.name, self.other_names, *place]

    def refresh_search_text(self) -> None:
        super().refresh_search_text()
        self.folded_name = fold(self.name)[:160]

    @property
    def full_name(self) -> str:
        """With province and country, since names repeat; needs `with_place()` rows in lists."""
        return ", ".join(str(part) for part in (self.name, self.subdivision, self.country) if part)
