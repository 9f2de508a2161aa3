"""The model families of the guides: a tiny random model of each real architecture, with the family's own turns."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.paths import RESOURCES

TEXT = (
    "Une patiente de 34 ans consulte pour des céphalées. Quel âge ? Le patient a 51 ans. Réponds court. "
    "Recommandation : surveillance.\n"
)
SMALL = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 0}
GATED = {**SMALL, "intermediate_size": 128, "num_key_value_heads": 2, "max_position_embeddings": 256}
LLAMA_LAYERS = {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
ATTENTION = {"q_proj", "k_proj", "v_proj", "o_proj"}
CHATML_TURNS = "<|im_start|>user\nQuel âge ?</s>\n<|im_start|>assistant\n§Le patient a 51 ans.</s>§\n"


@dataclass(frozen=True)
class Family:
    """How a family is built and what must come out: `turns` marks with § what is learned."""

    name: str
    config: str
    options: dict[str, Any]
    controls: tuple[str, ...]
    """Beginning of sequence ("" for none), end of sequence, padding ("" for none), then the others."""
    template: str
    turns: str
    layers: set[str]
    attention: set[str]
    words: str = "bytes"
    """How text becomes tokens: bytes (GPT-2, Llama 3, Qwen), pieces (SentencePiece), moses (BioGPT)."""


FAMILIES = (
    Family(
        "Llama 3", "LlamaConfig", GATED,
        ("<|begin_of_text|>", "<|eot_id|>", "", "<|start_header_id|>", "<|end_header_id|>", "<|end_of_text|>"),
        "llama3",
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nQuel âge ?<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n§Le patient a 51 ans.<|eot_id|>§",
        LLAMA_LAYERS, ATTENTION,
    ),
    Family(
        "BioMistral", "MistralConfig", GATED, ("<s>", "</s>", ""), "mistral-0.1",
        "<s>[INST] Quel âge ? [/INST]§Le patient a 51 ans.</s>§ ", LLAMA_LAYERS, ATTENTION, "pieces",
    ),
    Family(
        "Mistral", "MistralConfig", GATED, ("<s>", "</s>", ""), "mistral-0.2",
        "<s>[INST] Quel âge ? [/INST]§Le patient a 51 ans.</s>§", LLAMA_LAYERS, ATTENTION, "pieces",
    ),
    Family(
        "Starling", "MistralConfig", GATED, ("<s>", "<|end_of_turn|>", ""), "openchat",
        "<s>GPT4 Correct User: Quel âge ?<|end_of_turn|>GPT4 Correct Assistant:§ Le patient a 51 ans.<|end_of_turn|>§",
        LLAMA_LAYERS, ATTENTION, "pieces",
    ),
    Family(
        "Phi-3.5", "Phi3Config", GATED,
        ("<s>", "<|endoftext|>", "", "<|user|>", "<|assistant|>", "<|system|>", "<|end|>"), "phi3",
        "<|user|>\nQuel âge ?<|end|>\n<|assistant|>\n§Le patient a 51 ans.<|end|>§\n<|endoftext|>",
        {"qkv_proj", "o_proj", "gate_up_proj", "down_proj"}, {"qkv_proj", "o_proj"}, "pieces",
    ),
    Family(
        "Qwen2.5", "Qwen2Config", GATED, ("", "<|im_end|>", "<|endoftext|>", "<|im_start|>"), "qwen2.5",
        "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n"
        "<|im_start|>user\nQuel âge ?<|im_end|>\n<|im_start|>assistant\n§Le patient a 51 ans.<|im_end|>§\n",
        LLAMA_LAYERS, ATTENTION,
    ),
    Family(
        "Qwen3", "Qwen3Config", GATED | {"head_dim": 16}, ("", "<|im_end|>", "<|endoftext|>", "<|im_start|>"), "qwen3",
        "<|im_start|>user\nQuel âge ?<|im_end|>\n"
        "<|im_start|>assistant\n§<think>\n\n</think>\n\nLe patient a 51 ans.<|im_end|>§\n",
        LLAMA_LAYERS, ATTENTION,
    ),
    Family(
        "Gemma 3", "Gemma3TextConfig", GATED | {"head_dim": 32, "query_pre_attn_scalar": 32},
        ("<bos>", "<eos>", "<pad>", "<start_of_turn>", "<end_of_turn>"), "gemma",
        "<bos><start_of_turn>user\nQuel âge ?<end_of_turn>\n"
        "<start_of_turn>model\n§Le patient a 51 ans.<end_of_turn>§\n",
        LLAMA_LAYERS, ATTENTION, "pieces",
    ),
    Family(
        "GPT-2", "GPT2Config", {"n_embd": 64, "n_layer": 2, "n_head": 4, "n_positions": 256, "vocab_size": 0},
        ("", "</s>", ""), "", CHATML_TURNS, {"c_attn", "c_proj", "c_fc"}, {"c_attn", "c_proj"},
    ),
    Family(
        "BioGPT", "BioGptConfig", SMALL | {"intermediate_size": 128, "max_position_embeddings": 256},
        ("<s>", "</s>", "<pad>"), "", CHATML_TURNS,
        {"q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"}, {"q_proj", "k_proj", "v_proj", "out_proj"}, "moses",
    ),
)  # fmt: skip


def build(family: Family, folder: Path) -> Path:
    """A model folder as the hub has them, the weights random."""
    import torch
    import transformers

    tokenizer = build_tokenizer(family, folder)
    tokenizer.save_pretrained(folder)
    config = getattr(transformers, family.config)(
        **family.options
        | {
            "vocab_size": len(tokenizer),
            "bos_token_id": tokenizer.bos_token_id,
            "eos_token_id": tokenizer.eos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
        }
    )
    torch.manual_seed(1)
    transformers.AutoModelForCausalLM.from_config(config).to(torch.bfloat16).save_pretrained(folder)
    return folder


def build_tokenizer(family: Family, folder: Path) -> Any:
    """Learned from a sentence, with the family's control tokens and its template; `folder` is for its files."""
    tokenizer = {"bytes": _bytes, "pieces": _pieces, "moses": _moses}[family.words](family, folder)
    if family.template:
        tokenizer.chat_template = (RESOURCES / "chat_templates" / f"{family.template}.jinja").read_text("utf-8")
    return tokenizer


ENCODERS = {
    "BERT": "BertConfig", "RoBERTa": "RobertaConfig", "CamemBERT": "CamembertConfig", "DistilBERT": "DistilBertConfig",
}  # fmt: skip


def build_encoder(family: str, folder: Path) -> Path:
    """An encoder with random weights that takes 40 tokens; RoBERTa and its kind one less."""
    import torch
    import transformers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    bare = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    bare.normalizer = normalizers.NFC()
    bare.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    bare.train_from_iterator([TEXT, "fièvre déficit rien 0 1 2 3 4 5 6 7 8 9"] * 9, trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=special, show_progress=False
    ))  # fmt: skip
    bare.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=bare, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    torch.manual_seed(0)
    sizes = SMALL | {"intermediate_size": 64, "max_position_embeddings": 40, "vocab_size": len(tokenizer)}
    if family == "DistilBERT":
        sizes = {"dim": 64, "n_layers": 2, "n_heads": 4, "hidden_dim": 64, "vocab_size": len(tokenizer)}
    config = getattr(transformers, ENCODERS[family])(**sizes, pad_token_id=0)
    transformers.AutoModel.from_config(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _bytes(family: Family, _folder: Path) -> Any:
    from tokenizers import decoders, models, pre_tokenizers, trainers

    alphabet = pre_tokenizers.ByteLevel.alphabet()
    return _trained(
        family,
        models.BPE(),
        pre_tokenizers.ByteLevel(add_prefix_space=False),
        decoders.ByteLevel(),
        lambda special: trainers.BpeTrainer(
            vocab_size=420, special_tokens=special, initial_alphabet=alphabet, show_progress=False
        ),
    )


def _pieces(family: Family, _folder: Path) -> Any:
    from tokenizers import decoders, models, pre_tokenizers, trainers

    fallback = [f"<0x{byte:02X}>" for byte in range(256)]
    # Gemma puts no space before a text, the Llama 2 line of tokenizers puts one before the first word.
    scheme = "never" if family.name == "Gemma 3" else "first"
    trained = _trained(
        family,
        models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True),
        pre_tokenizers.Metaspace(prepend_scheme=scheme),
        decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]),
        lambda special: trainers.BpeTrainer(
            vocab_size=700, special_tokens=["<unk>", *special, *fallback], show_progress=False
        ),
    )
    _complete_merges(trained)
    return trained


def _complete_merges(tokenizer: Any) -> None:
    """Every two pieces that make a piece are merged, as in tokenizers that come from SentencePiece."""
    from tokenizers import models

    said = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
    vocabulary, pieces = said["vocab"], dict.fromkeys("".join(pair) for pair in said["merges"])
    merges = [
        (piece[:at], piece[at:])
        for piece in pieces
        for at in range(1, len(piece))
        if piece[:at] in vocabulary and piece[at:] in vocabulary
    ]
    tokenizer.backend_tokenizer.model = models.BPE(
        vocabulary, merges, byte_fallback=True, unk_token="<unk>", fuse_unk=True
    )


def _trained(family: Family, model: Any, words: Any, decoder: Any, trainer: Callable[[list[str]], Any]) -> Any:
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    bare = Tokenizer(model)
    bare.pre_tokenizer, bare.decoder = words, decoder
    special = [each for each in family.controls if each]
    bare.train_from_iterator([TEXT] * 20, trainer(special))
    bos, eos, pad, *others = family.controls
    return PreTrainedTokenizerFast(
        tokenizer_object=bare,
        bos_token=bos or None,
        eos_token=eos,
        pad_token=pad or None,
        additional_special_tokens=others,
        clean_up_tokenization_spaces=False,
    )


def _moses(family: Family, folder: Path) -> Any:
    """BioGPT's tokenizer is written in Python: words by Moses, then pairs of letters merged."""
    from transformers import BioGptTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    letters = sorted({letter for letter in TEXT + "<|>_&;#0123456789" if not letter.isspace()})
    entities = ["&", "lt;", "gt;", "#124;"]
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *letters, *(f"{letter}</w>" for letter in letters), *entities]
    (folder / "vocab.json").write_text(json.dumps({token: at for at, token in enumerate(tokens)}), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\nl e</w> 5\na n 4\n", "utf-8")
    tokenizer = BioGptTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))
    assert (tokenizer.bos_token, tokenizer.eos_token, tokenizer.pad_token) == family.controls
    return tokenizer
