"""How pages look and behave: template tags, form base, pages of a list, charts, the gallery.

Owns: the design system's Python side, navigation, theme choice. Does not own: what any app shows;
it knows no model of theirs and imports none.
"""
