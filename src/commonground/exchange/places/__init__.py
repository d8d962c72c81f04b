"""The place of an exchange: two measurements compared, descriptions, the source."""
