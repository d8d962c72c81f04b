"""What leaves the node as a file, or comes in as one: bundles, exports, documents; checking them."""
