"""Headers are read with bounds: a damaged or hostile file is a sentence, never a crash nor a wrong card."""

import json
import random
from pathlib import Path
from typing import IO, Any

import pytest

from studio.models import gguf_header, safetensors_header
from studio.models.damage import Damaged
from studio.models.gguf_header import is_gguf_adapter, read_gguf
from studio.models.safetensors_header import read_header
from tests.models.conftest import TENSORS, gguf_bytes, safetensors_bytes

MUTANTS = 1_000


def written(tmp_path: Path, raw: bytes) -> Path:
    file = tmp_path / "model.safetensors"
    file.write_bytes(raw)
    return file


def with_header(header: object, room: int) -> bytes:
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + bytes(room)


def test_every_tensor_is_told_with_its_size(tmp_path: Path) -> None:
    embeddings, norm = read_header(written(tmp_path, safetensors_bytes(TENSORS)))
    assert (embeddings.shape, embeddings.values, embeddings.begin, embeddings.end) == ((16, 4), 64, 0, 128)
    assert (norm.name, norm.dtype, norm.begin) == ("model.norm.weight", "F32", 128)


def test_what_safetensors_writes_is_read(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    save_file = pytest.importorskip("safetensors.numpy").save_file
    file = tmp_path / "theirs.safetensors"
    save_file({"b": numpy.zeros((3, 5), "float16"), "a": numpy.zeros((0,), "int64")}, file, {"format": "pt"})
    assert {(each.name, each.dtype, each.shape) for each in read_header(file)} == {
        ("a", "I64", (0,)),
        ("b", "F16", (3, 5)),
    }


ONE = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x08\x00",
        (1 << 62).to_bytes(8, "little") + b"{}",
        (safetensors_header.LONGEST_HEADER + 1).to_bytes(8, "little") + b"{}" * 9,
        with_header([], 0),
        with_header({"a": ONE}, 7),
        with_header({"a": ONE}, 9),
        with_header({"a": ONE | {"dtype": "F7"}}, 8),
        with_header({"a": ONE | {"shape": [3]}}, 8),
        with_header({"a": ONE | {"shape": [-2]}}, 8),
        with_header({"a": ONE | {"shape": [True, 2]}}, 8),
        with_header({"a": ONE | {"shape": [2.0]}}, 8),
        with_header({"a": ONE | {"data_offsets": [0, 8, 8]}}, 8),
        with_header({"a": ONE | {"data_offsets": [8, 16]}}, 16),
        with_header({"a": ONE, "b": ONE}, 8),
        with_header({"a": ONE, "b": ONE | {"data_offsets": [9, 17]}}, 17),
        (8).to_bytes(8, "little") + b'{"a": 1}',
        (25).to_bytes(8, "little") + b'{"a": {}, "a": {}, "b": 1',
        (4000).to_bytes(8, "little") + b"[" * 4000,
    ],
)
def test_a_header_that_does_not_fit_its_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(Damaged):
        read_header(written(tmp_path, raw))


class Watched:
    """A file that tells where it was read."""

    def __init__(self, opened: IO[bytes], log: list[int]) -> None:
        self._opened, self._log = opened, log

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()

    def read(self, count: int) -> bytes:
        self._log.append(self._opened.tell() + count)
        return self._opened.read(count)

    def seek(self, count: int, whence: int) -> int:
        return self._opened.seek(count, whence)


def mutated(raw: bytes, end: int, chance: random.Random) -> bytes:
    """A few bytes before `end` changed, or the file cut, or bytes added."""
    changed = bytearray(raw)
    for _at in range(chance.randint(1, 4)):
        changed[chance.randrange(end)] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
    if chance.random() < 0.2:
        del changed[chance.randrange(1, len(changed)) :]
    elif chance.random() < 0.1:
        changed += bytes(chance.randint(1, 64))
    return bytes(changed)


def test_mutated_safetensors_are_read_or_refused_and_never_read_past_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, chance, refused = safetensors_bytes(TENSORS), random.Random(5), 0
    reads: list[int] = []
    plain = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *words: Watched(plain(self, *words), reads))
    file = tmp_path / "model.safetensors"
    for _at in range(MUTANTS):
        mutant = mutated(raw, len(raw) - 144, chance)
        with plain(file, "wb") as opened:
            opened.write(mutant)
        try:
            found = read_header(file)
        except Damaged:
            refused += 1
            continue
        assert sum(each.end - each.begin for each in found) < len(mutant)
        assert max(reads) <= len(raw) + 64
    assert refused > MUTANTS // 2


def test_a_gguf_file_tells_what_it_is(gguf: Path) -> None:
    header = read_gguf(gguf)
    assert header.text("general.architecture") == "qwen2"
    assert header.number("qwen2.context_length") == 4096
    assert header.facts["general.languages"] == ("fr", "en")
    assert header.parameters == 4 * 2 + 32 * 3


def test_an_adapter_is_told_by_its_first_keys(gguf: Path, tmp_path: Path) -> None:
    """Not by all of them: a vocabulary follows, and a window asks often."""
    file = tmp_path / "lora.gguf"
    whole = gguf_bytes(general__architecture="llama", general__type="adapter", tokenizer__ggml__tokens=["a"] * 64)
    file.write_bytes(whole[: whole.index(b"adapter") + len(b"adapter")])
    assert is_gguf_adapter(file)
    assert not is_gguf_adapter(gguf)
    file.write_bytes(gguf_bytes(general__architecture="llama", llama__x=1, general__type="adapter"))
    assert not is_gguf_adapter(file)
    for raw in (b"", b"GGUF", b"GGUF" + bytes(64), b"PK\x03\x04"):
        file.write_bytes(raw)
        assert not is_gguf_adapter(file)
    assert not is_gguf_adapter(tmp_path / "none.gguf")


@pytest.mark.parametrize("kept", [3, 10, 40, 200, -1])
def test_a_gguf_file_that_is_cut_off_is_refused(gguf: Path, kept: int) -> None:
    gguf.write_bytes(gguf.read_bytes()[:kept])
    with pytest.raises(Damaged):
        read_gguf(gguf)


def test_a_list_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "endless.gguf"
    count = (1 << 23).to_bytes(8, "little")
    key = (1).to_bytes(8, "little") + b"k" + (9).to_bytes(4, "little") + (8).to_bytes(4, "little")
    with file.open("wb") as opened:
        opened.write(b"GGUF" + (3).to_bytes(4, "little") + bytes(8) + (1).to_bytes(8, "little") + key + count)
        # Sparse: it takes no room on the disk.
        opened.truncate(1 << 27)
    with pytest.raises(Damaged):
        read_gguf(file)


def test_mutated_gguf_files_are_read_or_refused(gguf: Path) -> None:
    raw, chance, refused = gguf.read_bytes(), random.Random(6), 0
    for _at in range(MUTANTS):
        gguf.write_bytes(mutated(raw, len(raw) - 134, chance))
        try:
            read_gguf(gguf)
        except Damaged:
            refused += 1
    assert refused > MUTANTS // 4


def test_tensor_types_and_file_types_are_those_of_ggml() -> None:
    constants: Any = pytest.importorskip("gguf").constants
    assert {int(kind): sizes for kind, sizes in constants.GGML_QUANT_SIZES.items()} == gguf_header.BLOCKS
    theirs = {each.value: each.name.removeprefix("MOSTLY_").removeprefix("ALL_") for each in constants.LlamaFileType}
    assert {value: name for value, name in theirs.items() if name != "GUESSED"} == gguf_header.FILE_TYPES


def test_a_gguf_file_of_the_gguf_package_is_read(tmp_path: Path) -> None:
    numpy, package = pytest.importorskip("numpy"), pytest.importorskip("gguf")
    writer = package.GGUFWriter(tmp_path / "theirs.gguf", "llama")
    writer.add_context_length(512)
    writer.add_token_list([f"word{at}" for at in range(300)])
    writer.add_token_scores([0.5] * 300)
    writer.add_chat_template("{{ messages }}")
    writer.add_tensor("a", numpy.zeros((3, 64), "float32"))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    header = read_gguf(tmp_path / "theirs.gguf")
    assert (header.number("llama.context_length"), header.parameters) == (512, 192)
    assert header.text("tokenizer.chat_template") == "{{ messages }}"
