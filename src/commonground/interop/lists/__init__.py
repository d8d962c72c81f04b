"""Lists of sites and movements as they come: judged, read row by row, compared, reported."""
