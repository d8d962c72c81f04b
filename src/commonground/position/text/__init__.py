"""A text before it is understood: one spelling of every mark, cut into items, its extras set apart."""
