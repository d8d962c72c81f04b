"""Time and alarm: deadlines, who is called next, the bare alarm, two clocks."""
