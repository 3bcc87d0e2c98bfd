"""The pages on what was not understood, for editors and supervisors: groups, and what each is to teach."""
