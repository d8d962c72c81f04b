"""statements: everything that can be said, as bytes: canonical form, signature, parties, keys, text.

Pure: keys, salts and time are arguments. What a statement says about a place comes from `position`.
"""
