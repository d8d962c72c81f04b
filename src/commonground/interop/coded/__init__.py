"""The coded line: one message of an exchange in one SMS part, with check characters."""
