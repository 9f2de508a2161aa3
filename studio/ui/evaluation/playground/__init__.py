"""The Playground: a conversation with two models side by side, and the prompts that a project keeps."""
