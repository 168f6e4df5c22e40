"""Strategies and matrices as files: XLSX workbook, zip of CSV tables, JSON.

Owns: reading each of the three into one neutral document with places for messages, writing them, and
planning what an import changes. Does not own: the rules of a valid matrix (`checks`) or saving
(`actions.imports`).
"""
