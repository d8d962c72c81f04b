"""Measuring: local planes, outlines, distances and probabilities of two shapes."""
