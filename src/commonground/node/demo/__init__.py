"""The demonstration: two parties in a temporary folder, and the opening of a story between them.

Sites and officers are invented; the story's facts and their sources stand in the scenario's own file.
"""
