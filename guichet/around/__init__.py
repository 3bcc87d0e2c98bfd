"""What stands around a procedure: the glossary, forms, letters, simulators, life events, neighbouring sheets."""
