"""commonground: coordination for parties who use different maps and do not trust each other."""

__version__ = "0.1.0"
