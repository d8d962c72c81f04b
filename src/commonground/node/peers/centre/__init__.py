"""A neutral centre between sides that do not speak directly: who speaks through whom, and what it carries."""
