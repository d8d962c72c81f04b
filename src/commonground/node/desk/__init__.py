"""The desk without its HTTP: what it shows, what an officer does, and what is kept from him for now."""
