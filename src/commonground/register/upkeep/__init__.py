"""What happens to entries over time: lives of movements, crossings, what is loaded where, lineage."""
