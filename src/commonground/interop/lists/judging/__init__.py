"""What a table holds, judged as a whole before any row is read."""
