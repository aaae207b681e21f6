"""Cross-encoders of sentence-transformers: models that read two texts together. Their only home."""

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.embedder import computes_bfloat16
from corpus.errors import SettingError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder as CrossEncoder  # noqa: PLC0414 - its users name its type by this module

_LONGEST = 512  # tokens of both texts together: past it each pair takes seconds


def open_cross_encoder(name: str, what: str, setting: str) -> "CrossEncoder":
    """Load the cross-encoder of a name or folder, which a setting gives; ``what`` is what it is used as. Takes seconds.

    Only safetensors weights are read, and no code that comes with a model is run.

    Raises:
        SettingError: it is not there, cannot be loaded, or has no safetensors weights.
    """
    folder = Path(name)
    if folder.is_dir():
        if not any(folder.rglob("*.safetensors")):
            raise SettingError(f"the {what} {name} has no safetensors weights: other formats can run code")
    elif folder.is_absolute() or name.startswith("."):
        raise SettingError(f"no {what} at {name}: give a folder or the name of a model in {setting}")
    from safetensors import SafetensorError  # noqa: PLC0415 - seconds of imports, for those who rerank
    from sentence_transformers import CrossEncoder  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    weights = {"use_safetensors": True, "dtype": "bfloat16" if computes_bfloat16() else "float32"}
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", trust_remote_code=False, model_kwargs=weights)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise SettingError(
            f"the {what} {name!r} cannot be loaded ({reason}): give in {setting} a folder with safetensors weights, or "
            "the name of a model that was downloaded or can be"
        ) from error
    model.max_seq_length = min(model.max_seq_length or _LONGEST, _LONGEST)
    return model
