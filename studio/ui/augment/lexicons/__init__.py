"""The editor of a project's lexicons: tables, their text, a sentence to try."""
