"""What a stranger checks: a proof, a whole log, evidence of two histories."""
