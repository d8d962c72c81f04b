"""store: the record on disk. SQLite and nothing else; no network, no HTTP.

Whoever can change the database of a node can: withhold or delete statements that this node holds,
hold back new ones, and mark received ones as unread. He cannot: make a statement of another party or
officer, change one without every reader noticing, or rewrite what a peer has cosigned. Whoever can read
it sees public statements, sizes, times and recipients, and no statement that was meant for some alone:
those lie sealed to the party's box key. Whoever holds the node's key files can do what the node can.
"""
