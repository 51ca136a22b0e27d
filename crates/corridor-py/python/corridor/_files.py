"""Files that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any


def write_whole(path: str | PathLike[str], write: Callable[[Path], Any]) -> None:
    """Lets `write` make a draft beside `path` and puts it in place when it is whole."""
    place = Path(path)
    draft = place.with_name(f".{place.name}.{os.getpid()}.draft")
    try:
        write(draft)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
