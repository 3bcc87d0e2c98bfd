"""Faults under load: what fails, how often it was tried, what became of each message, how long until all is well."""
