"""`python tools/preset_times.py`: the estimates of time in presets/ beside what the formula of docs/presets.md says.

Nobody measured these: operations of the mathematics, divided by a share of the rate in the maker's data sheet.
"""

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
# Dense bf16 operations a second with sums in float32, from NVIDIA's white papers and data sheets.
RATES = {
    "RTX 3060 12 GB": 25.5e12,
    "RTX 3090": 71e12,
    "RTX 4060": 30.2e12,
    "RTX 4060 Ti 16 GB": 44.1e12,
    "RTX 4080": 97.5e12,
    "RTX 4090": 165.2e12,
    "A100": 312e12,
    "H100": 989e12,
}
PARAMETERS = {
    "almanach/camembert-base": 0.11e9,
    "google-bert/bert-base-uncased": 0.11e9,
    "Qwen/Qwen2.5-1.5B": 1.54e9,
    "Qwen/Qwen2.5-3B": 3.09e9,
    "Qwen/Qwen2.5-7B": 7.62e9,
    "mistralai/Mistral-7B-v0.1": 7.24e9,
    "mistralai/Mistral-7B-Instruct-v0.3": 7.25e9,
    "BioMistral/BioMistral-7B": 7.24e9,
    "berkeley-nest/Starling-LM-7B-alpha": 7.24e9,
}
EXAMPLES, TOKENS = 1000, 500
SHARE, SMALL_SHARE = 0.30, 0.15
"""Of the rate that a run reaches; models below a billion parameters keep a card less busy."""
SMALL = 1e9
MINUTE_S = 60


def estimated_minutes(recipe: dict[str, dict[str, object]], machine: str, examples: int = EXAMPLES) -> float:
    """Minutes of training, without loading, evaluation and comparison."""
    parameters = PARAMETERS[str(recipe["model"]["base"])]
    epochs = float(str(recipe["training"].get("epochs", 3)))
    tokens = examples * TOKENS * epochs * _texts(recipe)
    share = SMALL_SHARE if parameters < SMALL else SHARE
    return _operations(recipe) * parameters * tokens / (RATES[machine] * share) / MINUTE_S


def _operations(recipe: dict[str, dict[str, object]]) -> int:
    """Per parameter and token: 2 forward, 2 back through the weights, 2 for their gradients, 2 for recomputing."""
    method, objective = recipe["method"]["name"], recipe.get("goal", {}).get("objective", "sft")
    recomputed = recipe.get("memory", {}).get("checkpointing", "auto") != "off"
    trained = {"head": 2, "full": 6}.get(str(method), 4)
    # DPO and KTO ask the untouched model too; KTO reads a second answer for its yardstick.
    reference = {"dpo": 2, "kto": 4}.get(str(objective), 0)
    return trained + reference + (2 if recomputed and method != "head" else 0)


def _texts(recipe: dict[str, dict[str, object]]) -> int:
    """Answers read for each example."""
    return 2 if recipe.get("goal", {}).get("objective") in ("dpo", "orpo") else 1


def main() -> int:
    """One line for each estimate."""
    for path in sorted((ROOT / "presets").glob("*.yaml")):
        preset = yaml.safe_load(path.read_text("utf-8"))
        for each in preset.get("time", ()):
            if each.get("basis", "estimate") == "estimate":
                computed = estimated_minutes(preset["recipe"], each["machine"], each.get("examples", EXAMPLES))
                sys.stdout.write(f"{path.stem:24} {each['machine']:20} {each['minutes']:6} {computed:8.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
