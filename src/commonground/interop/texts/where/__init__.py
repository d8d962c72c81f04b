"""Where a message says something is."""
