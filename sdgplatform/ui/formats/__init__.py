"""How each language writes dates and numbers here: short, unambiguous, no-break spaces in figures.

Named by `FORMAT_MODULE_PATH`. Input formats stay Django's.
"""
