"""What can be worked out from statements alone: the disclosure ledger, doubled numbers, terms."""
