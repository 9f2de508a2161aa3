"""The editor of the answer contract: a form and its text, an answer to try, and how many examples keep it."""
