"""Scripts of the house: setup, generated pages, map data."""
