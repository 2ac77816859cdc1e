"""The rules: one small function each, with a stable code, in one registry."""
