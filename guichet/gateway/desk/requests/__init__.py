"""The requests: queue, list, one request with its live conversation, what agents do."""
