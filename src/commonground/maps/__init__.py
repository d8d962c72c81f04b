"""maps: what each party's map says, how maps differ, and on which side of each line a place lies.

No depiction is the right one: every answer names the depiction that it comes from. Files are opened in
`node`; here come bytes and values.

    compare        two drawings of one border, measured
    registration   a paper or scanned sheet laid on the ground by control points, with its doubt
"""
