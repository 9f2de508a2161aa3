"""The graphics cards of this machine as NVML tells them: no PyTorch, and nothing taken on them."""

from dataclasses import dataclass

import pynvml


@dataclass(frozen=True)
class Gpu:
    """One NVIDIA card; memory in bytes."""

    name: str
    memory_total: int
    memory_free: int


@dataclass(frozen=True)
class Cards:
    """What NVML says; `cuda_driver` is 12040 for CUDA 12.4, `problem` is NVML's own word for a driver that fails."""

    gpus: tuple[Gpu, ...] = ()
    cuda_driver: int | None = None
    problem: str = ""


def cards() -> Cards:
    """The cards of this machine, without PyTorch and without taking memory on them."""
    try:
        pynvml.nvmlInit()
    except (pynvml.NVMLError_LibraryNotFound, pynvml.NVMLError_DriverNotLoaded):
        return Cards()
    except pynvml.NVMLError as error:
        return Cards(problem=str(error))
    try:
        found = tuple(_gpu(pynvml.nvmlDeviceGetHandleByIndex(at)) for at in range(pynvml.nvmlDeviceGetCount()))
        return Cards(found, int(pynvml.nvmlSystemGetCudaDriverVersion_v2()) if found else None)
    except pynvml.NVMLError as error:
        return Cards(problem=str(error))
    finally:
        pynvml.nvmlShutdown()


def _gpu(handle: object) -> Gpu:
    memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    return Gpu(str(pynvml.nvmlDeviceGetName(handle)), int(memory.total), int(memory.free))
