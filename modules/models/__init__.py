from modules.models.modules import Module, Series
from modules.models.parts import Part, PartEdition

__all__ = ["Module", "Part", "PartEdition", "Series"]
