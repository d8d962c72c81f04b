"""Scanned sheets of this party: pictures in the folder `sheets/`, each with its control points."""
