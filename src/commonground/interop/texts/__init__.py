"""Messages as people send them: places, areas and times out of running text, as notices to confirm."""
