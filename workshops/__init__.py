"""Workshops from call to report, where people, modules and matrices meet.

Owns: workshops, programme, applications, selection, participation, attendance, the workshop report.
Does not own: people (participants), materials (modules), matrices (alignment), mail sending (outbox).
"""
