"""People and where they belong: persons, accounts, organisations, cities, networks, roles.

Owns: the account model, the city catalogue, memberships and roles with dates, invitations.
Does not own: applications and participations (workshops), strategies of a city (alignment).
"""
