"""How things said become bytes: canonical JSON, codecs of dataclasses, commitments."""
