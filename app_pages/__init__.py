"""The pages: each reads its widgets, and shows."""
