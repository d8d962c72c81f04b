"""Between nodes: what one serves, how another takes it, and how a lost state comes back."""
