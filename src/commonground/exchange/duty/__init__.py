"""Duty at a desk: what an officer hands over, who has taken it, and whether the other side was called."""
