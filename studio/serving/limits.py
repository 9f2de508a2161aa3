"""How much a server takes at once."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Of one server; seconds and bytes."""

    body: int = 1 << 20
    together: int = 4
    """Answers that come into being at the same time."""
    waiting: int = 16
    """Requests that wait for their turn; one more is refused."""
    patience_s: float = 60.0
    """How long one waits for its turn."""
    body_s: float = 20.0
    """How long a body may take to arrive."""
    head_s: float = 10.0
    """How long the head of a request may take, from when the connection was made or the answer before it ended."""
    connections: int = 128
