"""Drills: a scripted counterpart, injects, and a score. DRILL stands in every text that comes from here.

A drill has parties, keys, folders and logs of its own. No card of a drill's party lies in a real node,
so nothing said in a drill can be opened there, and nothing in it can receipt a real item.
"""
