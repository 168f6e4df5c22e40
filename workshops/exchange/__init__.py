"""Workshops in the formats of other programs."""
