"""Words at hand: ready-made replies, quotes from the official sheet."""
