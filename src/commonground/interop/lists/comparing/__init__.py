"""Rows held against everything at hand; each module gives findings and repairs nothing."""
