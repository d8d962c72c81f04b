"""Benchmarks: one file a question, peers measured in the same run. Never part of the tests."""
