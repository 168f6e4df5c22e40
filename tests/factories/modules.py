import factory
from factory.django import DjangoModelFactory

from modules.models import Module, Part, PartEdition, Series


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    slug = factory.Sequence(lambda n: f"series-{n}")
    titles = factory.LazyAttribute(lambda series: {"en": series.slug})


class ModuleFactory(DjangoModelFactory):
    class Meta:
        model = Module
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"module-{n}")
    titles = factory.LazyAttribute(lambda module: {"en": module.slug})

    @factory.post_generation
    def networks(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted:
            self.networks.set(extracted)


class PartFactory(DjangoModelFactory):
    class Meta:
        model = Part

    module = factory.SubFactory(ModuleFactory)
    kind = "GUIDE"
    titles = factory.Sequence(lambda n: {"en": f"Part {n}"})


class EditionFactory(DjangoModelFactory):
    """A link; give `upload` and `url=""` for a file."""

    class Meta:
        model = PartEdition

    part = factory.SubFactory(PartFactory)
    language = "es"
    version = 1
    url = "https://example.org/material"
    note = factory.LazyAttribute(lambda edition: "What changed" if edition.version > 1 else "")
