"""Each foreseen failure is told under its own kind."""

import errno
import subprocess
import sys

import pytest

from studio.core.example import Message
from studio.engine.failures import DataFailed, ModelUnsafe, NotFinite, TemplateFailed, describe_failure
from studio.engine.rows import Row
from studio.errors import ModelFailed


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "adapter"), "disk_full"),
        (MemoryError(), "out_of_memory"),
        (ModelFailed("m"), "model_missing"),
        (ModelUnsafe("m"), "model_unsafe"),
        (TemplateFailed("m"), "template"),
        (DataFailed("m"), "data"),
        (NotFinite("m"), "not_finite"),
        (KeyError("loss"), "bug"),
        (PermissionError(errno.EACCES, "denied"), "bug"),
    ],
)
def test_failures_are_told_apart_by_class(error, kind) -> None:
    failed = describe_failure(error)
    assert failed.kind == kind
    assert failed.message


def test_graphics_card_out_of_memory_is_named() -> None:
    import torch

    failed = describe_failure(torch.OutOfMemoryError("CUDA out of memory"))
    assert failed.kind == "out_of_memory"
    assert "graphics card" in failed.message


def test_question_and_reference_are_the_turns_around_the_last_answer() -> None:
    turns = [("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")]
    row = Row(1, tuple(Message(role=role, content=text) for role, text in turns))
    assert [turn.content for turn in row.asked] == ["s", "a", "b", "c"]
    assert row.reference == "d"


def test_worker_introduces_itself_before_torch_is_imported() -> None:
    found = "import sys, studio.engine.worker; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", found], check=False).returncode == 0


RENDER = """
import sys
from studio.engine.template_rendering import renderer

class Once:
    # As if the part that renders needed what only the whole package has.
    def find_spec(self, name, path=None, target=None):
        if name == "transformers.utils.import_utils":
            sys.meta_path.remove(self)
            raise ImportError(name)

if sys.argv[1] == "whole":
    sys.meta_path.insert(0, Once())
turns = [{"role": "user", "content": "Fièvre ?"}]
template = "{{ messages[0].content }}{{ eos_token }}"
(text,), _places = renderer()(conversations=[turns], chat_template=template, eos_token="X")
print(ascii(text), hasattr(sys.modules["transformers"], "__version__"))
"""


@pytest.mark.parametrize(("what", "whole"), [("part", False), ("whole", True)])
def test_templates_are_tried_by_transformers_without_all_of_it_if_that_can_be(what: str, whole: bool) -> None:
    said = subprocess.check_output([sys.executable, "-c", RENDER, what], text=True)
    assert said == f"{'Fièvre ?X'!a} {whole}\n"
