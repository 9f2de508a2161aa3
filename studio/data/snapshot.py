"""A data set frozen for a run: what will be trained on, whatever is edited meanwhile."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import apsw
import pyarrow as pa
import pyarrow.parquet as pq

from studio.core.augmentation import Balance
from studio.core.example import SPLITS, Split
from studio.core.job import BalancedGroups, LeftOut, Snapshot, SnapshotPart
from studio.data.augmenting.balancing import Repeats, read_balance, repeats
from studio.data.augmenting.leaks import expect_no_leaks
from studio.data.completeness import is_complete
from studio.data.connection import explained
from studio.data.reader import CONTENT, ProjectReader
from studio.errors import ProjectFailed
from studio.words import _, ngettext

MANIFEST = "manifest.json"
_COLUMNS: dict[str, pa.DataType] = {"id": pa.int64(), "family": pa.int64(), "content": pa.string()}
_SCHEMA = pa.schema(_COLUMNS)
_GROUP_ROWS = 5_000
_CHUNK = 1 << 20
_ROWS = """
SELECT id, family, content, EXISTS (SELECT 1 FROM lineage WHERE example_id = example.id)
FROM example WHERE dataset_id = ? AND split = ? AND {wanted} ORDER BY id
"""
# What a language model has written, or a log has told, counts once somebody has read it; rules have gates of their own.
WANTED = "status <> 'rejected' AND NOT (status = 'draft' AND origin_how IN ('model', 'monitored'))"
APPROVED = "status = 'approved'"
_LEFT_OUT = """
SELECT total(status = 'rejected'), total(status <> 'rejected' AND NOT ({wanted})), total({wanted} AND split IS NULL)
FROM example WHERE dataset_id = ?
"""

_Rows = list[tuple[int, int, str]]
_Read = tuple[int, int, str, int]


def freeze_dataset(reader: ProjectReader, dataset_id: int, into: Path, *, only_approved: bool = False) -> Snapshot:
    """Write train, validation and test as Parquet (id, family, content) and manifest.json last, from one moment.

    Left out are rows that were rejected, are not approved where `only_approved`, were written by a language model and
    read by nobody, have no split, or have an empty question or answer, and variants outside training. Raises
    ProjectFailed, also when nothing is left to train on or a variant gives away a row kept for validation or test.
    """
    with reader.one_moment() as db, explained(into):
        dataset = db.execute("SELECT name, kind FROM dataset WHERE id = ?", (dataset_id,)).fetchone()
        if dataset is None:
            raise ProjectFailed(_("This data set no longer exists."))
        expect_no_leaks(db, dataset_id)
        into.mkdir(parents=True, exist_ok=True)
        wanted = APPROVED if only_approved else WANTED
        balance = read_balance(db, dataset_id)
        times = repeats(reader, db, dataset_id, balance, wanted) if balance else None
        frozen = _Frozen(db, dataset_id, into, wanted, times.times if times else {})
        parts = {split: frozen.write_part(split) for split in SPLITS}
        left_out = frozen.left_out()
        step = db.execute("SELECT coalesce(max(id), 0) FROM step WHERE NOT undone").get
    if parts["train"].rows == 0:
        raise _nothing_to_train_on(str(dataset[0]), left_out)
    snapshot = Snapshot(
        dataset=str(dataset[0]),
        kind=str(dataset[1]),
        train=parts["train"],
        validation=parts["validation"],
        test=parts["test"],
        content_sha256=frozen.fingerprint.hexdigest(),
        project_step=cast(int, step),
        left_out=left_out,
        variants=frozen.variants,
        leaks_checked=True,
        balance=_balanced(balance, times) if balance and times else None,
    )
    with explained(into):
        _write_manifest(snapshot, into / MANIFEST)
    return snapshot


def _nothing_to_train_on(name: str, left_out: LeftOut) -> ProjectFailed:
    hint = _("Rows count when they are in the training split, not rejected, and have a question and an answer.")
    if left_out.unapproved:
        hint = ngettext(
            "{count} example awaits its review; the preset or its origin, a language model, asks for one.",
            "{count} examples await their review; the preset or their origin, a language model, asks for one.",
            left_out.unapproved,
        ).format(count=left_out.unapproved)
    return ProjectFailed(_("The data set “{name}” has no rows to train on.").format(name=name), hint=hint)


class _Frozen:
    """The rows of one data set that a run will see, on their way into its folder."""

    def __init__(self, db: apsw.Connection, dataset_id: int, into: Path, wanted: str, times: Mapping[int, int]) -> None:
        """`times` says how often training rows are written that are not written once."""
        self._db, self._dataset_id, self._into, self._wanted = db, dataset_id, into, wanted
        self._times = times
        self._left_out: Counter[str] = Counter()
        self.variants = 0
        self.fingerprint = hashlib.sha256()

    def write_part(self, split: Split) -> SnapshotPart:
        """Write one split."""
        file = self._into / f"{split}.parquet"
        count = 0
        # A reader of the content hash must be able to tell the same rows in another split apart.
        self.fingerprint.update(f"{split}\n".encode())
        with file.open("wb") as raw:
            with pq.ParquetWriter(raw, _SCHEMA, compression="zstd") as writer:
                for group in self._groups(split):
                    count += len(group)
                    for _id, _family, content in group:
                        self.fingerprint.update(content.encode() + b"\n")
                    ids, families, contents = zip(*group, strict=True)
                    writer.write_table(pa.table([ids, families, contents], schema=_SCHEMA))
            raw.flush()
            os.fsync(raw.fileno())
        return SnapshotPart(file=file.name, rows=count, sha256=_sha256(file))

    def left_out(self) -> LeftOut:
        """What was not written, once all parts are."""
        found = self._db.execute(_LEFT_OUT.format(wanted=self._wanted), (self._dataset_id,)).fetchone()
        rejected, unapproved, without_split = (int(count) for count in cast(tuple[float, ...], found))
        return LeftOut(rejected=rejected, unapproved=unapproved, without_split=without_split, **self._left_out)

    def _groups(self, split: Split) -> Iterator[_Rows]:
        group: _Rows = []
        found = self._db.execute(_ROWS.format(wanted=self._wanted), (self._dataset_id, split))
        for id, family, content, is_variant in cast(Iterator[_Read], found):
            times = self._written(split, id, content, bool(is_variant))
            self.variants += times > 0 and is_variant
            group += [(id, family, content)] * times
            if len(group) >= _GROUP_ROWS:
                yield group
                group = []
        if group:
            yield group

    def _written(self, split: Split, id: int, content: str, is_variant: bool) -> int:
        """How often a row is written; one that is not is counted by the reason."""
        if split != "train" and is_variant:
            reason = "variants"
        elif not is_complete(CONTENT.validate_json(content)):
            reason = "incomplete"
        elif split == "train" and self._times.get(id, 1) == 0:
            reason = "balanced"
        else:
            return self._times.get(id, 1) if split == "train" else 1
        self._left_out[reason] += 1
        return 0


def _balanced(balance: Balance, times: Repeats) -> BalancedGroups:
    return BalancedGroups(by=balance.by, method=balance.method, before=dict(times.before), after=dict(times.after))


def _sha256(file: Path) -> str:
    with file.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _write_manifest(snapshot: Snapshot, file: Path) -> None:
    # Renamed into place, so that a manifest is whole wherever there is one.
    partial = file.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as raw:
        raw.write(snapshot.model_dump_json(indent=2))
        raw.flush()
        os.fsync(raw.fileno())
    partial.replace(file)
