"""The one place where gptqmodel is imported, which writes and reads GPTQ and AWQ."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from transformers.utils import is_torchvision_available

from studio.errors import ModelFailed
from studio.extras import way_to_install
from studio.words import _

_UNDECLARED = ("torchvision", "torchvision.transforms", "torchvision.transforms.functional")
_TAKEN_FROM_IT = "InterpolationMode"


def import_quantiser() -> Any:
    """The package; raises ModelFailed where it is missing or does not fit the others."""
    try:
        with _without_torchvision():
            return import_module("gptqmodel")
    except (ImportError, RuntimeError, AttributeError) as error:
        raise ModelFailed(
            _("The package {package} cannot be loaded: {reason}").format(package="gptqmodel", reason=error),
            hint=way_to_install("quantise"),
        ) from error


@contextmanager
def _without_torchvision() -> Iterator[None]:
    """gptqmodel takes torchvision for granted, for one family that looks at images, and does not name it.

    Installed from the registry beside a PyTorch for processors, torchvision would break transformers itself, so empty
    modules stand for it while gptqmodel is loaded.
    """
    if "gptqmodel" in sys.modules or find_spec(_UNDECLARED[0]) is not None:
        yield
        return
    # transformers keeps the answer: it must not find what stands in.
    is_torchvision_available()
    stand_ins = {name: ModuleType(name) for name in _UNDECLARED}
    setattr(stand_ins[_UNDECLARED[-1]], _TAKEN_FROM_IT, None)
    stand_ins["torchvision"].__dict__["transforms"] = stand_ins["torchvision.transforms"]
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
