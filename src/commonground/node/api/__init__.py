"""The HTTP API of a node, one file a subject. `docs/spec/api.md` says what each path promises."""
