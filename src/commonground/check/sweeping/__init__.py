"""Many shapes against many: columns, a grid on the sphere, the sweep and its C part."""
