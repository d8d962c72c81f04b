"""The board: the desk's facts as one plain HTML page, for print, screen readers and text browsers."""
