"""A rule lowered once to a small program, and that program as plain floats, arrays, JavaScript."""
