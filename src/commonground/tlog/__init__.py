"""tlog: an append-only log that a stranger can check (C2SP formats). It knows nothing of maps.

Everything here is pure: bytes in, bytes or values out; keys are arguments, time is an argument.
"""
