"""Exchange: did both sides understand the place, and who answers by when; a fold over messages."""
