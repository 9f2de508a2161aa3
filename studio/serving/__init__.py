"""A model of this machine behind an OpenAI-compatible address that nobody outside the machine can reach."""
