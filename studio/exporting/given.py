"""Files and folders that were made before, as artefacts to be compared."""

from pathlib import Path
from typing import cast, get_args

from studio.core.export import Artefact, GgufType
from studio.errors import ExportFailed
from studio.models.damage import Damaged
from studio.models.gguf_header import FILE_TYPES, read_gguf
from studio.words import _

_ADAPTER = "adapter"


def artefact_at(path: Path, base: str) -> Artefact:
    """What lies there, by its files alone; `base` is what an adapter is put on. Raises ExportFailed."""
    if (path / "adapter_config.json").is_file():
        return Artefact(format="adapter", path=str(path.resolve()), base=base)
    if (path / "config.json").is_file():
        return Artefact(format="merged", path=str(path.resolve()))
    if not path.is_file():
        raise ExportFailed(
            _("There is no model at {path}.").format(path=path),
            hint=_("Name a folder with an adapter or a model, or a GGUF file."),
        )
    try:
        header = read_gguf(path)
    except Damaged as error:
        raise ExportFailed(
            _("{path} cannot be read as GGUF. {reason}").format(path=path, reason=error.sentence.text()),
            hint=_("The copy may be damaged; export again."),
        ) from error
    if header.text("general.type") == _ADAPTER:
        return Artefact(format="gguf_adapter", path=str(path.resolve()), base=_expect_file(base, path))
    named = FILE_TYPES.get(header.number("general.file_type") or 0, "").lower()
    quant = cast(GgufType, named) if named in get_args(GgufType) else None
    return Artefact(format="gguf", path=str(path.resolve()), quant=quant)


def _expect_file(base: str, adapter: Path) -> str:
    if Path(base).suffix.lower() != ".gguf":
        raise ExportFailed(
            _("{path} is an adapter: say which GGUF file it is put on.").format(path=adapter),
            hint=_("Add --base FILE."),
        )
    return str(Path(base).resolve())
