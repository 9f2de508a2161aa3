"""Small model folders and GGUF files, written by hand."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest


def safetensors_bytes(tensors: Mapping[str, tuple[str, list[int], int]]) -> bytes:
    """A file of zeros: name → (dtype, shape, bytes)."""
    header, at = {}, 0
    for name, (dtype, shape, size) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + size]}
        at += size
    raw = json.dumps(header).encode()
    return len(raw).to_bytes(8, "little") + raw + bytes(at)


TENSORS = {"model.embed_tokens.weight": ("BF16", [16, 4], 128), "model.norm.weight": ("F32", [4], 16)}
CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 16,
    "hidden_size": 4,
    "max_position_embeddings": 2048,
}
CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A whole model folder of the ChatML family."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(CONFIG), "utf-8")
    (folder / "model.safetensors").write_bytes(safetensors_bytes(TENSORS))
    (folder / "tokenizer.json").write_text("{}", "utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"eos_token": {"content": "<|im_end|>"}, "bos_token": "<s>", "chat_template": CHATML}), "utf-8"
    )
    (folder / "README.md").write_text("---\nlicense: apache-2.0\nlanguage: [fr, en]\n---\n# Small\n", "utf-8")
    return folder


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def gguf_bytes(**facts: str | int | list[str]) -> bytes:
    """Two tensors, F32 [4, 2] and Q8_0 [32, 3], and what the file says of itself."""
    body = b""
    for name, value in facts.items():
        body += text(name.replace("__", "."))
        if isinstance(value, int):
            body += struct.pack("<II", 4, value)
        elif isinstance(value, list):
            body += struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(text, value))
        else:
            body += struct.pack("<I", 8) + text(value)
    body += text("a") + struct.pack("<IQQIQ", 2, 4, 2, 0, 0)
    body += text("b") + struct.pack("<IQQIQ", 2, 32, 3, 8, 32)
    head = b"GGUF" + struct.pack("<IQQ", 3, 2, len(facts)) + body
    return head + bytes(-len(head) % 32) + bytes(32 + 3 * 34)


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    file = tmp_path / "small.gguf"
    file.write_bytes(
        gguf_bytes(
            general__architecture="qwen2",
            general__license="mit",
            general__languages=["fr", "en"],
            general__file_type=15,
            qwen2__context_length=4096,
            tokenizer__chat_template=CHATML,
        )
    )
    return file
