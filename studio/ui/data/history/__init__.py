"""The section of the history: steps, named versions, and what differs between two of them."""
