"""What a run was asked to do, frozen in its folder."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from studio.core.contract import Contract
from studio.core.recipe import Recipe
from studio.words import Language


class SnapshotPart(BaseModel):
    """One frozen split: its Parquet file beside the manifest, row count and SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    file: str
    rows: int
    sha256: str


class LeftOut(BaseModel):
    """How many rows of the data set a run does not see; each is counted once, for the first reason that holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rejected: int = 0
    unapproved: int = 0
    """Where the recipe asks for approved rows, or a language model wrote them: these count once they are reviewed."""
    without_split: int = 0
    incomplete: int = 0
    """Without a question or an answer."""
    variants: int = 0
    """In validation or test, where only originals are asked."""
    balanced: int = 0
    """Training rows of the larger groups, where groups are made equal by leaving rows out."""


class BalancedGroups(BaseModel):
    """How groups of training rows were made equal; rows by key of the group, "" for rows in none."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    by: str
    method: Literal["weight", "undersample"]
    before: dict[str, int]
    after: dict[str, int]


class Snapshot(BaseModel):
    """The frozen data of a run; `content_sha256` covers every row's content in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1
    dataset: str
    kind: str
    train: SnapshotPart
    validation: SnapshotPart
    test: SnapshotPart
    content_sha256: str
    project_step: int
    """The last step of the project's history that the snapshot contains."""
    left_out: LeftOut = LeftOut()
    variants: int = 0
    """Rows in training that were made of others, or by a language model."""
    leaks_checked: bool = False
    """Whether it was proved that no variant gives away a validation or test row; older snapshots did not look."""
    balance: BalancedGroups | None = None


class Origin(BaseModel):
    """The run of the same project, and the step of it, that another run goes on from."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    run: str
    step: int


class Job(BaseModel):
    """job.json: written last when a run is created, so that its presence means the folder is complete."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    v: Literal[1] = 1
    name: str
    project: str
    preset: str
    language: Language
    created_at: float
    recipe: Recipe
    snapshot: Snapshot
    contract: Contract | None = None
    origin: Origin | None = None
    """Where training begins, when not at the base model."""
