"""What to say to a message, given what the conversation remembers. Pure: no Rasa, no channel, no SQL of its own."""
