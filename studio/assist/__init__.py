"""Language models that draft examples: prompts, a server on this machine, and what is asked of them."""
