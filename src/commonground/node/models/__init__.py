"""What the HTTP API takes and gives, as pydantic models: OpenAPI is made from these."""
