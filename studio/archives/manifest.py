"""MANIFEST.json, what an archive says of itself: every file with size and hash, and where it all comes from."""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from studio import paths

MANIFEST, SUMS = "MANIFEST.json", "SHA256SUMS"
OWN = frozenset({MANIFEST, SUMS})
"""What an archive holds besides the files that its manifest names."""
VERIFY = paths.RESOURCES / "handover" / "verify.py"
"""What proves a hand-over where it arrives, with Python alone."""
VERSION = 1
Kind = Literal["project", "handover"]


class FileFacts(BaseModel):
    """What a file of the archive must be."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    bytes: int = Field(ge=0, lt=1 << 62)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    modified_ns: int = Field(0, ge=0, lt=1 << 62)
    """Of a project's files, since scores are known by the times of what they were made of."""


class ArchiveManifest(BaseModel):
    """The first thing that is read of an archive."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    format: Literal["atelier"] = "atelier"
    v: Literal[1] = 1
    what: Kind
    name: str
    """Of the folder that everything lies in."""
    studio: str = Field(default_factory=lambda: version("studio"))
    about: dict[str, Any] = {}
    """Of a project, what was left out; of a hand-over, its models and their run."""
    files: dict[str, FileFacts] = {}


def manifest_text(manifest: ArchiveManifest) -> bytes:
    """The same for equal manifests."""
    facts = manifest.model_dump(mode="json", exclude_defaults=False)
    for each in facts["files"].values():
        if not each["modified_ns"]:
            del each["modified_ns"]
    return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def fingerprint(manifest: bytes) -> str:
    """Stands for the whole archive, since the manifest names the hash of every other file."""
    return hashlib.sha256(manifest).hexdigest()


def sums_text(sums: Mapping[str, str]) -> bytes:
    """What `sha256sum -c` reads; names must be safe ones, which need no escapes."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()
