"""Replay: the same folds, run up to an earlier moment. Who knew what, and when. No I/O."""
