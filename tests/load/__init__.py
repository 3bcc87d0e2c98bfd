"""Simulated citizens in number against a counter that is really served: how fast, and what becomes of each message."""
