"""`python benchmarks/model_loading.py [--layers 16] [--times 3]`: a base model in 4 bits, first load and later ones.

The model has the shape of Llama and random weights (16 layers: 821 million parameters, 1.6 GB in bf16). Each load is a
fresh process; imports are not counted. Quantising and writing the copy belong to the first load.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = 3.0
MAKE = """
import sys, torch
from transformers import LlamaConfig, LlamaForCausalLM
torch.manual_seed(0)
torch.set_default_dtype(torch.bfloat16)
config = LlamaConfig(vocab_size=32000, hidden_size=2048, intermediate_size=5632, num_hidden_layers=int(sys.argv[2]),
                     num_attention_heads=16, num_key_value_heads=8, max_position_embeddings=2048,
                     tie_word_embeddings=True)
model = LlamaForCausalLM(config)
model.save_pretrained(sys.argv[1])
print(model.num_parameters())
"""
LOAD = """
import sys, time
from pathlib import Path
import bitsandbytes
from studio.core.options import MethodOptions
from studio.engine.base_model import BaseModel
from studio.engine.model import find_device, load_model
device = find_device()
wall, cpu = time.perf_counter(), time.process_time()
load_model(BaseModel("random", Path(sys.argv[1])), MethodOptions(name="qlora"), device)
print(time.perf_counter() - wall, time.process_time() - cpu, device.name)
"""


def child(code: str, *words: str, home: Path) -> str:
    """What a fresh process prints last."""
    surroundings = {**os.environ, "ATELIER_HOME": str(home), "HF_HUB_OFFLINE": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True, check=True
    )
    return answer.stdout.strip().rpartition("\n")[2]


def load(model: Path, home: Path) -> tuple[float, float, str]:
    """Wall seconds, CPU seconds and the device of one load."""
    wall, cpu, device = child(LOAD, str(model), home=home).split(maxsplit=2)
    return float(wall), float(cpu), device


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=16)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="atelier-loading-") as folder:
        model, home = Path(folder) / "model", Path(folder) / "home"
        parameters = child(MAKE, str(model), str(asked.layers), home=home)
        first = load(model, home)
        later = [load(model, home) for _time in range(asked.times)]
    wall, cpu = max(each[0] for each in later), max(each[1] for each in later)
    sys.stdout.write(
        f"{int(parameters):,} parameters, NF4 on {first[2]}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
        f"  first load        wall {first[0]:7.2f} s   CPU {first[1]:7.2f} s\n"
        f"  slowest of {asked.times} later wall {wall:7.2f} s   CPU {cpu:7.2f} s\n"
        f"  faster by              {first[0] / wall:5.1f}           {first[1] / cpu:5.1f}   (target {TARGET:g})\n"
    )


if __name__ == "__main__":
    main()
