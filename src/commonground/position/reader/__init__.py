"""The reader: from a text to every reading of it, with its doubt and its questions."""
