"""When a message says something holds."""
