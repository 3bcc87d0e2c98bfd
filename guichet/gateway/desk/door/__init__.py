"""Who comes in: accounts, sign-in, sessions, roles, the journal of who did what."""
