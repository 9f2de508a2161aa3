"""What PyTorch and bitsandbytes really do here."""

import json
import sys
from dataclasses import asdict, dataclass

# NF4 has 16 levels between -1 and 1, the widest gap being 0.3.
WORST_NF4_ERROR = 0.16


@dataclass(frozen=True)
class TrainingStack:
    """`torch_cuda` is empty for a CPU build; the problems are the libraries' own words, empty when all is well."""

    torch: str = ""
    torch_cuda: str = ""
    cuda_usable: bool = False
    torch_problem: str = ""
    bitsandbytes: str = ""
    bitsandbytes_problem: str = ""


def training_stack() -> TrainingStack:
    """Import PyTorch and quantise a few numbers with bitsandbytes; a broken library may end the whole process."""
    try:
        import torch
    except (ImportError, OSError) as error:
        return TrainingStack(torch_problem=str(error))
    version, cuda, usable = torch.__version__, torch.version.cuda or "", torch.cuda.is_available()
    try:
        import bitsandbytes
        from bitsandbytes.functional import dequantize_4bit, quantize_4bit

        numbers = torch.linspace(-1, 1, 256, device="cuda" if usable else "cpu").reshape(4, 64)
        packed, state = quantize_4bit(numbers, blocksize=64, quant_type="nf4")
        error_size = float((dequantize_4bit(packed, state) - numbers).abs().max())
    except (ImportError, OSError, RuntimeError, AttributeError, NotImplementedError) as error:
        return TrainingStack(version, cuda, usable, bitsandbytes_problem=str(error))
    wrong = "" if error_size < WORST_NF4_ERROR else f"NF4 error {error_size:.2f}"
    return TrainingStack(version, cuda, usable, bitsandbytes=bitsandbytes.__version__, bitsandbytes_problem=wrong)


if __name__ == "__main__":  # `studio doctor` asks in a process of its own, which may die without taking it along
    sys.stdout.write(json.dumps(asdict(training_stack())) + "\n")
