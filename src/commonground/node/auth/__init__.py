"""Who sits at this desk: sealed officer keys, sessions, attempts, and what every request must show."""
