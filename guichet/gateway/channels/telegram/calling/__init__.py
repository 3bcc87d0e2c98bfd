"""The Bot API: each call, its limits, and what its answers mean."""
