"""The tasks of the X-ray for a child process of its own, which never loads torch: tokenizers do not need it."""

import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, cast


def shown(
    recipe: dict[str, Any], contents: Sequence[str], labels: Sequence[Sequence[str]] = ()
) -> Iterator[dict[str, object]]:
    """As `studio.engine.xray.shown`."""
    _leave_torch_out()
    from studio.engine import xray

    yield from xray.shown(recipe, contents, labels)


def checked(recipe: dict[str, Any], file: str, held_out: str = "") -> Iterator[dict[str, object]]:
    """As `studio.engine.xray.checked`."""
    _leave_torch_out()
    from studio.engine import xray

    yield from xray.checked(recipe, file, held_out)


def _leave_torch_out() -> None:
    """It takes twice as long to load as all the rest."""
    # Python's way to say that there is no such module; transformers then offers tokenizers and configurations alone.
    sys.modules.setdefault("torch", cast(ModuleType, None))
