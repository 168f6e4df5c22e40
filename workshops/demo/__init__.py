"""Sample data of the workshops, made by the same actions as the pages."""
