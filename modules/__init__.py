"""Learning modules: what trainers teach with.

Owns: series, modules, their parts and language editions with files or links, and who sees them.
Does not own: the workshops that teach a module, the SDG targets it is tagged with (alignment).
"""
