"""A tiny model with random weights and its own tokenizer, made once per session: training quality is not the point."""

from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def tiny_tokenizer():
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


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, tiny_tokenizer) -> Path:
    """A model folder as the hub has them: config, safetensors, tokenizer with a ChatML template."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("model") / "tiny"
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tiny_tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        bos_token_id=tiny_tokenizer.bos_token_id,
        eos_token_id=tiny_tokenizer.eos_token_id,
        pad_token_id=tiny_tokenizer.pad_token_id,
        tie_word_embeddings=True,
    )
    LlamaForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
    tiny_tokenizer.chat_template = CHATML
    tiny_tokenizer.save_pretrained(folder)
    tiny_tokenizer.chat_template = None
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


@pytest.fixture(scope="module")
def make_runs(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path):
    """A function that makes a complete run folder: `make_runs({"training.max_steps": "4"}, train=[...], ...)`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from studio.core.job import Job, Snapshot, SnapshotPart
    from studio.core.recipe import Recipe, with_changes
    from studio.runs.run import begin_run, commit_job

    project = tmp_path_factory.mktemp("project")
    defaults = {
        "model.base": str(tiny_model),
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

    def make(changes=None, *, train=None, validation=None, test=None, contract=None, language="en"):
        run = begin_run(project, "test")
        run.data.mkdir()
        parts = {}
        for name, rows, default in (
            ("train", train, instructions(16)),
            ("validation", validation, instructions(4, 100)),
            ("test", test, instructions(6, 200)),
        ):
            content = default if rows is None else rows
            ids = list(range(len(content)))
            pq.write_table(
                pa.table({"id": pa.array(ids, pa.int64()), "family": pa.array(ids, pa.int64()), "content": content})
                if content
                else pa.table({"id": pa.array([], pa.int64()), "content": pa.array([], pa.string())}),
                run.data / f"{name}.parquet",
            )
            parts[name] = SnapshotPart(file=f"{name}.parquet", rows=len(content), sha256="0" * 64)
        snapshot = Snapshot(dataset="cases", kind="instruction", content_sha256="0" * 64, project_step=0, **parts)
        job = Job(
            name="test",
            project=str(project),
            preset="none",
            language=language,
            created_at=0.0,
            recipe=with_changes(Recipe(), defaults | (changes or {})),
            snapshot=snapshot,
            contract=contract,
        )
        commit_job(run, job)
        return run

    return make


@pytest.fixture
def make_run(make_runs):
    """The same, for a single test."""
    return make_runs
