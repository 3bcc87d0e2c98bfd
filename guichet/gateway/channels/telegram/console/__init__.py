"""What the commands `guichet telegram` do."""
