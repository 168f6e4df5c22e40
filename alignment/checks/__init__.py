"""The rules of a valid strategy and matrix, as pure functions over plain rows.

Import, page, API and submission share them. Owns: spelling of codes, rules E1 to E11 and the warnings.
Does not own: limits of files (the import's) and where rows come from (`queries`, `exchange`).
"""
