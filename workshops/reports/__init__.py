"""The workshop report: facts (`queries/report_facts.py`) to a document in one language, to a PDF."""
