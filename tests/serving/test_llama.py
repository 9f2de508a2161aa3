"""A GGUF file as llama.cpp answers it, bare and with an adapter on it."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("xllamacpp")

from studio.core.example import Message
from studio.evaluating.subjects import subject_of_model
from studio.serving.llama import LlamaSpeaker
from studio.serving.places import served_title
from studio.serving.speaking import Wanted

pytestmark = pytest.mark.slow
ASKED = Wanted((Message(role="user", content="J'ai mal à la tête."),), 8, 0.0, 1.0, 0.0, 0.0, 1, ())


def write_adapter(base: Path, file: Path) -> Path:
    """LoRA of one matrix, strong enough to be heard."""
    import gguf
    import numpy

    name = "blk.0.ffn_down.weight"
    width, height = (int(each) for each in next(t.shape for t in gguf.GGUFReader(base).tensors if t.name == name))
    chance = numpy.random.default_rng(0)
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 4.0)
    for end, shape in ((".lora_a", (4, width)), (".lora_b", (height, 4))):
        writer.add_tensor(name + end, chance.normal(size=shape).astype(numpy.float32))
    for write in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file):
        write()
    writer.close()
    return file


def said(model: str, base: str = "") -> str:
    """As `studio serve` loads it."""
    subject, pieces = subject_of_model(model, base), list[str]()
    adapter = Path(subject.result) if subject.result else None
    with closing(LlamaSpeaker(Path(subject.base), served_title(model, base), 256, adapter)) as speaker:
        speaker.speak(ASKED, lambda piece: bool(pieces.append(piece)))
    return "".join(pieces)


def test_an_adapter_is_served_on_its_base(demo_gguf: Path, tmp_path: Path) -> None:
    adapter = str(write_adapter(demo_gguf, tmp_path / "x-lora-f32.gguf"))
    assert said(adapter, str(demo_gguf)) != said(str(demo_gguf)) != ""
    # Beside it and named as exports name it, the base is found.
    shutil.copyfile(demo_gguf, tmp_path / "x-base-f16.gguf")
    assert said(adapter) == said(adapter, str(demo_gguf))
