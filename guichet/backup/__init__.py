"""All that must not be lost, in one file, and back: databases, models, catalogue, key. It schedules nothing."""
