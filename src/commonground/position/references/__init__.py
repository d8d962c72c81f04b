"""Grid references, codes, and numbers of a grid."""
