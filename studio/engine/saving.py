"""What libraries could not write, as the errors of the system that everyone here catches."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from safetensors import SafetensorError

_NUMBER = re.compile(r"\(os error (\d+)\)")


@contextmanager
def system_errors() -> Iterator[None]:
    """Raise OSError for what safetensors tells in a sentence of its own, e.g. of a full disk."""
    try:
        yield
    except SafetensorError as error:
        if (found := _NUMBER.search(str(error))) is None:
            raise
        number = int(found[1])
        # Windows has numbers of its own there, which only the last word is read as.
        raise OSError(number, os.strerror(number), None, number) from error
