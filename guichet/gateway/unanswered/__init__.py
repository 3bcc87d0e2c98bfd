"""What citizens said and the bot did not understand: kept, grouped, and made examples by editors."""
