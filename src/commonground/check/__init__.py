"""Check: what comes near an extent, as far as the registers here can say; never better than they can."""
