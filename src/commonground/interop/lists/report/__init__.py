"""The report of a list: a page, its drawing, and a sheet to answer."""
