from modules.models.modules import AUTHOR_ROLES, STAFF_ROLES, Licence, Module, ModuleVisibility, Series
from modules.models.parts import Part, PartEdition, PartKind

__all__ = [
    "AUTHOR_ROLES",
    "STAFF_ROLES",
    "Licence",
    "Module",
    "ModuleVisibility",
    "Part",
    "PartEdition",
    "PartKind",
    "Series",
]
