"""The prompts that a project keeps, asked of the models of the Playground."""
