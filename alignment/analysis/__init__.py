"""What a matrix says: one module per formula of the specification, without Django and without a database.

Everything takes a `Table` of plain rows. What is undefined is None, never 0; missing cells are not zeros.
"""
