"""Scenarios: stories from the public record, played against real stores of two or more parties.

A story is data (stories/*.toml): parties, facts with their source and evidence mark, and plays. A play
is a list of steps; each is what somebody did, put into the product as a statement. Everything shown is
what the product works out from those statements by the same folds that the desks run.
"""
