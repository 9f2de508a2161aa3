"""How a wish to stop travels up to the worker's door."""


class StoppedNow(Exception):
    """The user wants the run to stop now."""
