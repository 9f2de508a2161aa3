"""A tiny model with random weights, its tokenizer, and runs of it: training quality is not the point."""

from pathlib import Path

WORDS = (
    "Bonjour, une patiente de 34 ans consulte pour des céphalées. Recommandation: surveillance. "
    "Pour préciser: fièvre ? vomissements ? déficit ? Quel âge avez-vous ? Le patient a 51 ans.\n"
)
CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
CONTROLS = (
    "<pad>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|start_header_id|>",
    "<|end_header_id|>", "<|eot_id|>", "[INST]", "[/INST]", "<start_of_turn>", "<end_of_turn>",
)  # fmt: skip


def make_tokenizer():
    """Byte-level BPE of a few hundred tokens that knows the control tokens of several model families."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bare = Tokenizer(models.BPE())
    bare.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bare.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=512,
        special_tokens=list(CONTROLS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bare.train_from_iterator([WORDS] * 20, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=bare,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        additional_special_tokens=[token for token in CONTROLS if token not in ("<pad>", "<s>", "</s>")],
        clean_up_tokenization_spaces=False,
    )


def make_model(folder: Path, tokenizer) -> Path:
    """A model folder as the hub has them: config, safetensors, tokenizer with a ChatML template."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=True,
    )
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
    tokenizer.chat_template = CHATML
    tokenizer.save_pretrained(folder)
    tokenizer.chat_template = None
    return folder


def instructions(count: int, start: int = 0) -> list[str]:
    """Parquet contents: cases whose answer can be learned from two words of the question."""
    from studio.core.example import Instruction

    rows = []
    for at in range(start, start + count):
        urgent = at % 2 == 0
        question = f"Patient de {20 + at % 60} ans, {'déficit' if urgent else 'fièvre'}. Recommandation ?"
        answer = "Recommandation: IRM en urgence." if urgent else "Recommandation: surveillance."
        rows.append(Instruction(instruction=question, response=answer).model_dump_json())
    return rows


def make_tiny_run(project: Path, model: Path, changes=None, *, contract=None, language="en", **splits):
    """A complete run folder: `make_tiny_run(project, model, {"training.max_steps": "4"}, train=[...], ...)`."""
    from studio.core.job import Job, Snapshot
    from studio.core.recipe import Recipe, with_changes
    from studio.runs.run import begin_run, commit_job

    defaults = {
        "model.base": str(model),
        "method.rank": "4",
        "training.max_steps": "4",
        "training.batch": "4",
        "training.warmup_steps": "0",
        "training.learning_rate": "1e-3",
        "evaluation.every_steps": "2",
        "evaluation.sample_prompts": "1",
        "evaluation.max_new_tokens": "8",
        "data.max_length": "128",
    }
    run = begin_run(project, "test")
    run.data.mkdir()
    parts = {
        name: write_part(run.data, name, splits[name] if splits.get(name) is not None else default)
        for name, default in (
            ("train", instructions(16)),
            ("validation", instructions(4, 100)),
            ("test", instructions(6, 200)),
        )
    }
    job = Job(
        name="test",
        project=str(project),
        preset="none",
        language=language,
        created_at=0.0,
        recipe=with_changes(Recipe(), defaults | (changes or {})),
        snapshot=Snapshot(dataset="cases", kind="instruction", content_sha256="0" * 64, project_step=0, **parts),
        contract=contract,
    )
    commit_job(run, job)
    return run


def write_part(folder: Path, name: str, content: list[str]):
    """One frozen split."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from studio.core.job import SnapshotPart

    ids = list(range(len(content)))
    pq.write_table(
        pa.table({"id": pa.array(ids, pa.int64()), "family": pa.array(ids, pa.int64()), "content": content})
        if content
        else pa.table({"id": pa.array([], pa.int64()), "content": pa.array([], pa.string())}),
        folder / f"{name}.parquet",
    )
    return SnapshotPart(file=f"{name}.parquet", rows=len(content), sha256="0" * 64)
