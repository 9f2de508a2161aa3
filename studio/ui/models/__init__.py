"""The window of the base models: what lies here, what each one is, and how one gets here."""
