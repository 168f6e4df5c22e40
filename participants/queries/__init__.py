"""Reads over several models: which cities words mean, who matches a list's filters."""
