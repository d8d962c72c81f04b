"""The record on disk: one SQLite file, its one writer, the trees, the guard against old copies."""
