"""Builds the demonstration model from nothing: corpus, tokenizer, pre-training, and a sealed folder."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import GenerationConfig, LlamaForCausalLM

from studio.engine.demo_pretraining import Progress, Schedule, new_model, pretrain
from studio.engine.demo_tokenizer import chat_tokenizer, train_tokenizer
from studio.runs.durable import hash_file, seal_folder
from studio.text.headache_corpus import make_corpus

_DOCUMENTS = 55_000
# The tokenizer needs words, not repetitions: this many documents hold all of them.
_TOKENIZER_DOCUMENTS = 20_000
# Sums are split by thread, so another number of threads would round to another model.
_THREADS = 2
_WEIGHTS = "model.safetensors"

_CARD = """\
---
license: apache-2.0
language: fr
library_name: transformers
pipeline_tag: text-generation
---
# Atelier demonstration model

A **demonstration model** of {millions:.1f} million parameters, for showing Atelier without a network or a GPU.
It is not a medical device and knows no medicine: it must never be used to decide anything about a person.

- **Architecture**: Llama, 4 layers, width 256, byte-level BPE of {vocabulary} tokens, bfloat16.
- **Data**: {documents} generated French documents about headaches (`studio/text/headache_corpus.py`): lessons,
  definitions, and invented notes with questions about them (which signs are present, denied or doubtful). No text
  about or by a real person is in it, nor the answer format of the sample project, nor the sentences of its held-out
  cases; the words of those cases are.
- **Made by** `studio build-demo-model --seed {seed}`: {steps} steps, last mean loss {loss:.3f}. The same command with
  the same versions, processor type and number of threads gives the same weights; elsewhere rounding differs.
- **Limits**: it understands little but such notes. Even when fine-tuned it calls some harmless cases urgent and may
  name the wrong sign.
"""


@dataclass(frozen=True)
class DemoModelReport:
    """What was built; times in seconds, size of the weights in bytes."""

    folder: Path
    parameters: int
    weight_bytes: int
    weights_sha256: str
    steps: int
    loss: float
    wall_s: float
    cpu_s: float


def build_demo_model(
    out: Path, *, seed: int, progress: Progress, schedule: Schedule | None = None, documents: int = _DOCUMENTS
) -> DemoModelReport:
    """Train and write the model to the folder `out`, replacing one that is there; `progress` gets step, steps, loss."""
    wall, cpu = time.perf_counter(), time.process_time()
    plan = schedule or Schedule()
    threads = torch.get_num_threads()
    torch.set_num_threads(_THREADS)
    try:
        corpus = list(make_corpus(documents, seed))
        tokenizer = train_tokenizer(corpus[:_TOKENIZER_DOCUMENTS])
        model = new_model(tokenizer, seed)
        loss = pretrain(model, tokenizer, corpus, plan, seed, progress)
    finally:
        torch.set_num_threads(threads)
    partial = out.with_name(out.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    chat_tokenizer(tokenizer, model.config.max_position_embeddings).save_pretrained(partial)
    _save_weights(model, partial)
    card = _CARD.format(
        millions=model.num_parameters() / 1e6, vocabulary=tokenizer.get_vocab_size(), documents=documents,
        seed=seed, steps=plan.steps, loss=loss,
    )  # fmt: skip
    (partial / "README.md").write_text(card, encoding="utf-8")
    facts = {
        "what": "Atelier demonstration model",
        "seed": seed,
        "steps": plan.steps,
        "documents": documents,
        "loss": loss,
    }
    seal_folder(partial, out, {**facts, "versions": {"torch": torch.__version__.split("+")[0]}})
    return DemoModelReport(
        folder=out,
        parameters=model.num_parameters(),
        weight_bytes=(out / _WEIGHTS).stat().st_size,
        weights_sha256=hash_file(out / _WEIGHTS),
        steps=plan.steps,
        loss=loss,
        wall_s=time.perf_counter() - wall,
        cpu_s=time.process_time() - cpu,
    )


def _save_weights(model: LlamaForCausalLM, folder: Path) -> None:
    halved = model.bfloat16()
    halved.generation_config = GenerationConfig(
        bos_token_id=model.config.bos_token_id,
        eos_token_id=model.config.eos_token_id,
        pad_token_id=model.config.pad_token_id,
        do_sample=False,
        max_new_tokens=160,
    )
    halved.save_pretrained(folder)
