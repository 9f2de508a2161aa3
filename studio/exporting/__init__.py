"""Exports of a project's models: from what is wanted to a folder that any worker can do, and what came of it."""
