"""Each important page beside a bare Django page, in one run, on the large demonstration data.

`make bench`. A page is measured in this process, through its whole stack of middleware, as the median of many
requests; the floor is Django's own default stack with a session, one query and a table of 50 rows.
"""
