"""The link to other parties' nodes: signed requests, the pull loop, and what a peer may fetch.

`docs/spec/peer.md` has the wire form. Whoever stands between two nodes can delay and drop; he cannot
alter, invent, or read a place that was disclosed to somebody else.
"""
