"""Register: what stands where, since when, by whom; a fold over notices that loses nothing to silence."""
