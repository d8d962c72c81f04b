"""Registration: a sheet laid on the ground by control points, and how sure it is where."""
