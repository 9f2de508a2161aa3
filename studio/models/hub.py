"""The only door to the network: searches the model hub and fetches models, when the user has switched online mode on.

What is sent: the words searched for, or the name of a model, and a user agent with the versions of Python and of
huggingface_hub. No token, no telemetry, nothing of any project. Both are tasks for a child process:

    rows_from_child("studio.models.hub:searched", {"online": True, "text": "biomistral"})
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypedDict

from studio.errors import ModelFailed, StudioError
from studio.models.importing import SUMS, check_place, left_out, write_sums
from studio.models.inspection import describe_model
from studio.placing import sync_folder, sync_tree
from studio.runs.durable import remove_partial
from studio.words import _

_MOST = 40
_PATIENCE_S = 20.0
_CHUNK = 1 << 20
_FORBIDDING = ("1", "true", "yes", "on")


class HubModel(TypedDict):
    """One answer of a search."""

    name: str
    licence: str
    downloads: int
    gated: bool
    gguf: bool


class Fetching(TypedDict):
    """How far a download is; `folder` is there at its end."""

    done: int
    total: int
    folder: str


def check_online(online: bool) -> None:
    """Raises StudioError unless both the user and the environment allow it."""
    if not online:
        raise StudioError(
            _("Online mode is off: nothing leaves this machine."),
            hint=_("Switch it on in the window of the models to search the hub."),
        )
    if os.environ.get("HF_HUB_OFFLINE", "").lower() in _FORBIDDING:
        raise StudioError(
            _("The environment variable HF_HUB_OFFLINE forbids it."),
            hint=_("Whoever set up this machine wants it offline; bring the model on a drive."),
        )


def searched(online: bool, text: str) -> Iterator[HubModel]:
    """Models in a safe format whose name fits, those downloaded most first; raises StudioError."""
    with _online(online) as api:
        for found in api.list_models(search=text, limit=_MOST, sort="downloads", full=True):
            tags = found.tags or []
            if "safetensors" not in tags and "gguf" not in tags:
                continue
            yield {
                "name": str(found.id),
                "licence": next((tag.removeprefix("license:") for tag in tags if tag.startswith("license:")), ""),
                "downloads": int(found.downloads or 0),
                "gated": bool(found.gated),
                "gguf": "safetensors" not in tags,
            }


def fetched(online: bool, name: str, into: str) -> Iterator[Fetching]:
    """Fetch a model below `into`, each file held against the hub's checksum; nothing half is left under its name."""
    final = Path(into) / name.rpartition("/")[2]
    partial = final.with_name(final.name + ".partial")
    try:
        with _online(online) as api:
            info = api.model_info(name, files_metadata=True, timeout=_PATIENCE_S)
            files = _wanted(info)
            total = sum(int(each.size or 0) for each in files)
            check_place(final, total)
            remove_partial(partial)
            partial.mkdir(parents=True)
            done, sums = 0, {}
            for each in files:
                digest = hashlib.sha256()
                for piece in _pieces(name, str(info.sha), each.rfilename, partial):
                    digest.update(piece)
                    done += len(piece)
                    yield {"done": done, "total": total, "folder": ""}
                sums[each.rfilename] = _checked(each, partial, digest.hexdigest())
        _name_it(partial, final, sums)
    finally:
        remove_partial(partial)
    yield {"done": total, "total": total, "folder": str(final)}


def _wanted(info: Any) -> list[Any]:
    names = {each.rfilename: each for each in info.siblings or [] if not set("/\\:") & set(each.rfilename)}
    kept = [each for name, each in sorted(names.items()) if not left_out(name) and not name.startswith("consolidated")]
    if not any(each.rfilename.endswith(".safetensors") for each in kept):
        raise ModelFailed(
            _("The model {name} has no safetensors weights on the hub.").format(name=info.id),
            hint=_("Choose another one; a GGUF file can be brought by “Choose a GGUF file”."),
        )
    return [each for each in kept if not each.rfilename.endswith(".gguf")]


def _pieces(name: str, commit: str, file: str, into: Path) -> Iterator[bytes]:
    from huggingface_hub import get_session, hf_hub_url

    url = hf_hub_url(name, file, revision=commit)
    with (
        (into / file).open("xb") as out,
        get_session().stream("GET", url, follow_redirects=True, timeout=_PATIENCE_S) as answer,
    ):
        answer.raise_for_status()
        for piece in answer.iter_bytes(_CHUNK):
            out.write(piece)
            yield piece


def _checked(file: Any, folder: Path, digest: str) -> str:
    """Small files have no SHA-256 on the hub: their size must do."""
    expected = file.lfs.sha256 if file.lfs else digest
    if digest != expected or (folder / file.rfilename).stat().st_size != file.size:
        raise ModelFailed(
            _("The file {name} arrived damaged.").format(name=file.rfilename),
            hint=_("Fetch the model again; nothing was kept."),
        )
    return digest


def _name_it(partial: Path, final: Path, sums: dict[str, str]) -> None:
    problem = next((each for each in describe_model(partial).problems if each.level == "blocking"), None)
    if problem:
        raise ModelFailed(
            _("The model {name} cannot be used. {reason}").format(name=final.name, reason=problem.sentence.text()),
            hint=_("Nothing was kept; choose another one."),
        )
    write_sums(partial / SUMS, sums)
    sync_tree(partial)
    partial.rename(final)
    sync_folder(final.parent)


@contextmanager
def _online(online: bool) -> Iterator[Any]:
    """An interface to the hub without a token; the library reads the environment when it is first imported."""
    check_online(online)
    os.environ |= {"HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}
    try:
        import httpx
        from huggingface_hub import HfApi
        from huggingface_hub.errors import GatedRepoError, HfHubHTTPError
    except ImportError as error:
        raise StudioError(
            _("The package huggingface_hub is not installed."),
            hint=_("It comes with what training needs; see the installation in the README."),
        ) from error
    try:
        yield HfApi(token=False)
    except GatedRepoError as error:
        raise ModelFailed(
            _("The makers of this model want its terms accepted before it is fetched."),
            hint=_("Accept them in a browser, fetch it there, and import it from a drive."),
        ) from error
    except (httpx.HTTPError, HfHubHTTPError) as error:
        raise StudioError(
            _("The hub could not be reached: {reason}").format(reason=str(error).partition("\n")[0]),
            hint=_("Check the network, then try again."),
        ) from error
