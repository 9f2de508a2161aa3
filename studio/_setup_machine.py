"""What this machine offers: Python, screen, graphics card, disk, system libraries (standard library only)."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from studio.words import _

OLDEST, NEWEST = (3, 11), (3, 13)
GIB = 1024**3
SPACE_CPU_GIB, SPACE_CUDA_GIB = 4, 10

# What Qt loads at start, and the Debian package that brings it.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
SCREEN_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# What the tests compile a French locale from.
LOCALE_SOURCES = (Path("/usr/share/i18n/locales/fr_FR"), Path("/usr/share/i18n/charmaps/UTF-8.gz"))


def python_fits(version: tuple[int, ...]) -> bool:
    return OLDEST <= version[:2] <= NEWEST


def launchers(platform: str) -> list[str]:
    """The commands that may start a Python that fits, best first."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    return [f"py -3.{minor}" if platform == "win32" else f"python3.{minor}" for minor in minors]


def fitting_python() -> str:
    """The command of an installed Python that fits, or an empty string."""
    for launcher in launchers(sys.platform):
        words = launcher.split()
        if shutil.which(words[0]) and _runs([*words, "-c", ""]):
            return launcher
    return ""


def _runs(command: list[str]) -> bool:
    quiet = subprocess.DEVNULL
    try:
        return subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, check=False).returncode == 0
    except OSError:
        return False


def has_screen(platform: str, environment: dict[str, str]) -> bool:
    """Whether a window could be shown: always on Windows and macOS, with an X11 or Wayland display elsewhere."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def can_make_environments() -> bool:
    """Debian ships venv without ensurepip, and then `python3 -m venv` fails half-way."""
    return importlib.util.find_spec("venv") is not None and importlib.util.find_spec("ensurepip") is not None


def missing_packages(screen: bool) -> list[str]:
    """The Debian packages of the libraries that Qt would not find."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = {**LIBRARIES, **SCREEN_LIBRARIES} if screen else LIBRARIES
    return [package for library, package in wanted.items() if not _loads(library)]


def missing_test_packages() -> list[str]:
    """The Debian package with which the tests make a system that writes decimal commas, unless it is there."""
    if not sys.platform.startswith("linux"):
        return []
    there = shutil.which("localedef") and all(source.is_file() for source in LOCALE_SOURCES)
    return [] if there else ["locales"]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str]) -> list[str]:
    """The words of the command that installs packages, without the rights to run it."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def apt_line(packages: list[str]) -> str:
    """The line a person with rights types."""
    return " ".join(["sudo", *apt_install(packages)])


def apt_rights() -> list[str] | None:
    """What to write before apt-get so that it asks nothing: nothing as root, `sudo -n`, or None when it may not run."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and _runs(["sudo", "-n", "true"]) else None


def cuda_driver() -> int | None:
    """The CUDA version of the NVIDIA driver (12040 is 12.4) when it runs at least one card, else None."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return None
    count, version = ctypes.c_int(0), ctypes.c_int(0)
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)) or count.value == 0:
        return None
    driver.cuDriverGetVersion(ctypes.byref(version))
    return version.value


def torch_mismatch(torch_cuda: str, driver: int | None) -> tuple[str, str]:
    """Why this PyTorch cannot use this card, and what to do; two empty strings when it can or there is no card."""
    if driver is None:
        return "", ""
    if not torch_cuda:
        return (
            _("An NVIDIA graphics card was found, but the installed PyTorch can only use the processor."),
            _(
                "Take the CUDA index address from the installation page of PyTorch, then run: "
                "{python} -m studio.setup demo --torch-index ADDRESS"
            ).format(python=this_python(sys.platform)),
        )
    if int(torch_cuda.split(".", maxsplit=1)[0]) > driver // 1000:
        return (
            _("The NVIDIA driver is too old for this PyTorch: it knows CUDA {driver}, PyTorch needs {torch}.").format(
                driver=f"{driver // 1000}.{driver % 1000 // 10}", torch=torch_cuda
            ),
            _("Update the NVIDIA driver, or install another PyTorch with --torch-index."),
        )
    return "", ""


def this_python(platform: str) -> str:
    """The word with which people start Python on this platform."""
    return "py" if platform == "win32" else "python3"


def space_needed_gib(driver: int | None) -> int:
    return SPACE_CPU_GIB if driver is None else SPACE_CUDA_GIB


def free_gib(folder: Path) -> float:
    return shutil.disk_usage(folder).free / GIB
