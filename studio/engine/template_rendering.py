"""What the child of a template trial does: renders what it is given on standard input, in transformers' sandbox."""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, cast

if sys.platform != "win32":
    import resource


def main() -> None:
    """Say `ready` once imports are done, so that the time limit counts the rendering alone."""
    asked = json.loads(sys.stdin.buffer.readline())
    from jinja2 import TemplateError

    render = renderer()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    _end_after(asked["seconds"])
    for conversation in asked["conversations"]:
        for answer_next in (False, True):
            try:
                render(
                    conversations=[conversation],
                    chat_template=asked["template"],
                    add_generation_prompt=answer_next,
                    **asked["tokens"],
                )
            except (TemplateError, ValueError, TypeError):
                sys.stdout.write("refused\n")


def renderer() -> Callable[..., Any]:
    """That of transformers, without its package, which reads 1,600 files of models first: 0.3 s instead of 1.3."""
    for name in ("transformers", "transformers.utils"):
        found, bare = find_spec(name), ModuleType(name)
        bare.__path__ = list(found.submodule_search_locations or ()) if found else []
        sys.modules[name] = bare
    try:
        return _loaded()
    except ImportError:
        # It needs more of the package than it did.
        for name in [each for each in sys.modules if each.partition(".")[0] == "transformers"]:
            del sys.modules[name]
        return _loaded()


def _loaded() -> Callable[..., Any]:
    return cast(Callable[..., Any], import_module("transformers.utils.chat_template_utils").render_jinja_template)


def _end_after(seconds: int) -> None:
    """A template that never ends must not outlive a worker that was killed meanwhile."""
    if sys.platform != "win32":
        most = int(time.process_time()) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


if __name__ == "__main__":
    main()
