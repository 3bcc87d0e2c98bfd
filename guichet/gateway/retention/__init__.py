"""How long data is kept, and what is kept of one conversation: purge, forgetting, export, and the commands for them."""
