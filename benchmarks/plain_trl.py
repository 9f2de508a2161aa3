"""What benchmarks/training.py compares with: the script that TRL's documentation leads to, told the same tokens.

Run by it in a process of its own, with a JSON of what to do; writes a JSON line a step, then one of the whole, into the
file `report`: TRL prints lines of its own.
"""

import json
import sys
import time
from pathlib import Path

BEGAN = time.monotonic()


def main(asked: dict[str, object]) -> None:
    """Train as asked and write what it took."""
    import torch
    from datasets import Dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig, TrainerCallback, set_seed
    from trl import SFTConfig, SFTTrainer

    from studio.engine.processor import peak_of_process

    report = Path(str(asked["report"]))
    on_card = torch.cuda.is_available()
    # A processor that only imitates bf16 takes ten times as long in it; nobody would leave that so.
    compute = torch.bfloat16 if asked["bf16"] else torch.float32
    set_seed(int(str(asked["seed"])))
    model = AutoModelForCausalLM.from_pretrained(
        str(asked["model"]),
        dtype=compute,
        quantization_config=BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=compute,
        ),
        device_map={"": 0 if on_card else "cpu"},
    )

    class Teller(TrainerCallback):
        def on_log(self, args, state, control, logs=None, **_more):
            if logs and "loss" in logs:
                told = {"step": state.global_step, "loss": float(logs["loss"]), "at": time.monotonic() - BEGAN}
                write(report, told)

    trainer = SFTTrainer(
        model=model,
        args=SFTConfig(
            output_dir=str(asked["folder"]),
            max_steps=int(str(asked["steps"])),
            per_device_train_batch_size=int(str(asked["batch"])),
            learning_rate=float(str(asked["rate"])),
            lr_scheduler_type="linear",
            warmup_steps=0,
            optim="adamw_8bit",
            weight_decay=0.0,
            seed=int(str(asked["seed"])),
            data_seed=int(str(asked["seed"])),
            logging_steps=1,
            activation_checkpointing=not asked["best"],
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            use_cpu=not on_card,
            bf16=on_card,
        ),
        train_dataset=Dataset.from_list(json.loads(Path(str(asked["rows"])).read_text("utf-8"))),
        processing_class=AutoTokenizer.from_pretrained(str(asked["model"])),
        peft_config=LoraConfig(
            r=int(str(asked["rank"])), lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"
        ),
    )
    if asked["best"]:
        for parameter in trainer.model.parameters():
            if parameter.requires_grad:
                parameter.data = parameter.data.float()
    trainer.add_callback(Teller())
    begun = time.process_time()
    trainer.train()
    peak = torch.cuda.max_memory_reserved() if on_card else peak_of_process()
    write(report, {"cpu_s": time.process_time() - begun, "peak": peak})


def write(report: Path, told: dict[str, float]) -> None:
    """One line more."""
    with report.open("a", encoding="utf-8") as file:
        file.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
