"""Rows after reading, and the notices made of them."""
