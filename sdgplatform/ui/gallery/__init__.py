"""The gallery: every component with sample data, invented and said to be so."""
