"""The tasks of the X-ray for a child process of its own, which never loads torch: tokenizers do not need it."""

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, cast

from studio.data.child import rows_from_child
from studio.engine.base_model import find_base_model


def shown(
    recipe: dict[str, Any], contents: Sequence[str], labels: Sequence[Sequence[str]] = ()
) -> Iterator[dict[str, object]]:
    """As `studio.engine.xray.shown`."""
    _prepare(recipe)
    from studio.engine import xray

    yield from xray.shown(recipe, contents, labels)


def checked(recipe: dict[str, Any], file: str, held_out: str = "") -> Iterator[dict[str, object]]:
    """As `studio.engine.xray.checked`."""
    _prepare(recipe)
    from studio.engine import xray

    yield from xray.checked(recipe, file, held_out)


def _prepare(recipe: dict[str, Any]) -> None:
    """Have what torch is needed for done elsewhere, and leave it out here: it takes twice as long as all the rest."""
    base = find_base_model(recipe["model"]["base"])
    if base.gguf is not None and not base.folder.is_dir():
        deque(rows_from_child("studio.engine.xray:converted", {"base": base.name}, memory=None), 0)
    # Python's way to say that there is no such module; transformers then offers tokenizers and configurations alone.
    sys.modules.setdefault("torch", cast(ModuleType, None))
