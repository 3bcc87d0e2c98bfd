"""The trained models: which there are, what each is worth, and which one is in service. It understands no sentence."""
