"""Files and folders that were made before, as artefacts to be compared."""

from pathlib import Path
from typing import get_args

from studio.core.export import QUANTISED, Artefact, Format, GgufType
from studio.errors import ExportFailed
from studio.models.adapters import base_of_adapter
from studio.models.damage import Damaged
from studio.models.described import read_config
from studio.models.gguf_header import FILE_TYPES, GgufHeader, read_gguf
from studio.models.quantisation import quantisation_of
from studio.placing import expect_text
from studio.words import _

_SIXTEEN_BITS = ("BF16",)


def artefact_at(path: Path, base: str, gguf: str = "") -> Artefact:
    """What lies there, by its files alone; an adapter is put on `base`, one in GGUF on `gguf` or the file beside it.

    Raises ExportFailed, ModelFailed.
    """
    expect_text(path)
    if (path / "adapter_config.json").is_file():
        return Artefact(format="adapter", path=str(path.resolve()), base=base)
    if (path / "config.json").is_file():
        return Artefact(format=_format_of(path), path=str(path.resolve()))
    if not path.is_file():
        raise ExportFailed(
            _("There is no model at {path}.").format(path=path),
            hint=_("Name a folder with an adapter or a model, or a GGUF file."),
        )
    header = _header(path)
    if header.is_adapter:
        named = base_of_adapter(path, gguf)
        adapter = Artefact(format="gguf_adapter", path=str(path.resolve()), base=named)
        return _typed(adapter, _header(Path(named)))
    return _typed(Artefact(format="gguf", path=str(path.resolve())), header)


def _format_of(folder: Path) -> Format:
    """Of a whole model; raises ExportFailed."""
    try:
        stored = quantisation_of(read_config(folder))
    except Damaged as error:
        raise ExportFailed(error.sentence.text(), hint=_("The copy may be damaged; export again.")) from error
    return next((each for each in QUANTISED if stored and stored.method == each), "merged")


def _header(file: Path) -> GgufHeader:
    try:
        return read_gguf(file)
    except Damaged as error:
        raise ExportFailed(
            _("{path} cannot be read as GGUF. {reason}").format(path=file, reason=error.sentence.text()),
            hint=_("The copy may be damaged; export again."),
        ) from error
    except OSError as error:
        raise ExportFailed(_("{path} is not readable.").format(path=file), hint=str(error)) from error


def _typed(artefact: Artefact, header: GgufHeader) -> Artefact:
    named = FILE_TYPES.get(header.number("general.file_type") or 0, "")
    if named.lower() in get_args(GgufType):
        return artefact.model_copy(update={"quant": named.lower()})
    return artefact.model_copy(update={"stored": "" if named in _SIXTEEN_BITS else named})
