"""What the analyses look like: sections with words, tables and figures; page and files show the same ones.

Owns: order, words and files of the analyses. Does not own: the formulas (`alignment.analysis`), the
reading of a matrix (`alignment.queries.analysis`).
"""
