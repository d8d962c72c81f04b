"""Reading many texts at once: `read_many` answers each as `read_all` does, as columns."""

from commonground.position.bulk.engine import read_many
from commonground.position.bulk.readings import Readings

__all__ = ["Readings", "read_many"]
