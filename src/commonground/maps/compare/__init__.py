"""Two drawings of one border, measured: offsets, slivers with their owners, bends, copies, ends."""
