"""The public face: the HTTP API, the store of conversations and the pages. No Rasa, no XML, no ranking."""
