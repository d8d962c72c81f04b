"""Answers looked at again: against the own notices, and by what they add up to."""
