"""Whether llama.cpp cuts texts into the tokens that transformers does, where a tokenizer's form alone does not tell."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import gguf
import numpy as np
from transformers import PreTrainedTokenizerBase

from studio.engine.export.gguf.llama import tokenising
from studio.engine.export.gguf.merging import CANDIDATES
from studio.engine.export.gguf.vocabulary import Vocabulary
from studio.errors import ExportFailed
from studio.words import _

TEXTS = (
    "Une patiente de 34 ans consulte aux urgences le 12/03/2024 pour des céphalées brutales, « en coup de tonnerre ».",
    "L’œdème papillaire n’a pas été retrouvé ; température 38,5 °C, TA 145/90 mmHg, CRP < 5 mg/L (n = 1 234 567).",
    "Aujourd'hui j'ai vu qu'il s'agissait d'AVC ischémiques… NON ! Peut-être ? I'm sure he'll say: \"don't\".",
    "def somme(a: int, b: int = 0) -> int:\n    return a + b  # 2**10 == 1024\n\n\nfor i in range(10):\n\tprint(i)\n",
    "🙂 👩‍⚕️ 日本語 Ελληνικά русский عربى 12345678901234567890 ½ ² €  fin   ",
)
"""French, numbers, marks, code, emoji and foreign scripts."""
_WIDTH, _CONTEXT, _SERVER = 32, 64, "xllamacpp"


def settle(vocabulary: Vocabulary, tokenizer: PreTrainedTokenizerBase) -> Vocabulary:
    """The vocabulary with the way of splitting under which both give the same tokens; raises ExportFailed for none."""
    tried = (vocabulary.merging.splitting,) if vocabulary.merging.splitting else CANDIDATES
    if find_spec(_SERVER) is None:
        raise ExportFailed(
            _("The package {package} is not installed; without it this tokenizer cannot be examined.").format(
                package=_SERVER
            ),
            hint=_("Install the extra “export”."),
        )
    texts = probe_texts(vocabulary, tokenizer)
    wanted = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]
    for splitting in tried:
        candidate = replace(vocabulary, merging=replace(vocabulary.merging, splitting=splitting))
        if _tokens(candidate, texts) == wanted:
            return candidate
    raise ExportFailed(
        _("llama.cpp would cut texts into other tokens than this model was trained with."),
        hint=_("Export the adapter or the merged weights instead; they run in transformers."),
    )


def probe_texts(vocabulary: Vocabulary, tokenizer: PreTrainedTokenizerBase) -> tuple[str, ...]:
    """As the model meets them: within its template where it has one."""
    if not vocabulary.template:
        return TEXTS
    turns = ([{"role": "user", "content": text}] for text in TEXTS)
    return tuple(str(tokenizer.apply_chat_template(each, tokenize=False, add_generation_prompt=True)) for each in turns)


def _tokens(vocabulary: Vocabulary, texts: Sequence[str]) -> list[list[int]]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "probe.gguf"
        _write_bare(vocabulary, file)
        with tokenising(file, context=_CONTEXT) as llama:
            return [llama.tokens(text) for text in texts]


def _write_bare(vocabulary: Vocabulary, file: Path) -> None:
    """A model of one layer that knows nothing, around the vocabulary."""
    writer = gguf.GGUFWriter(file, gguf.MODEL_ARCH_NAMES[gguf.MODEL_ARCH.LLAMA])
    if vocabulary.strips:
        writer.add_name("Phi-3")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_WIDTH)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1.0)
    vocabulary.describe(writer)
    square: tuple[int, ...] = (_WIDTH, _WIDTH)
    layer = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"), square)
    layer |= dict.fromkeys(("attn_norm", "ffn_norm"), (_WIDTH,))
    shapes = {f"blk.0.{name}": shape for name, shape in layer.items()}
    shapes |= {"token_embd": (len(vocabulary.tokens), _WIDTH), "output_norm": (_WIDTH,)}
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", np.zeros(shape, np.float16 if len(shape) > 1 else np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
