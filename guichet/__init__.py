"""Guichet: the counter of the French administration, as a conversation."""
