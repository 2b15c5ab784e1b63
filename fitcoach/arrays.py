"""Files of arrays (`.npz`), read so that a damaged or hostile one does no harm.

Nothing in them is ever executed, and they are believed nothing: NumPy would set aside as much
memory as an array's header asks for before it looks whether the file holds that much.
"""

import io
import math
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_MOST: Final = 1 << 29
"""Bytes of all arrays together: five hours of recorded poses, or 1.5 million sample poses."""

_HEADERS: Final = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_KINDS: Final = "biufU"
"""Kinds of numbers, and texts; objects would have to be unpickled."""


class DamagedArraysError(ValueError):
    """A file that does not hold what it should; the message says what it holds instead."""


def read_arrays(
    path: Path, names: Sequence[str], optional: Sequence[str] = ()
) -> dict[str, NDArray[Any]]:
    """Reads the named arrays of a file, and of the optional ones those that it has.

    Raises:
        DamagedArraysError: The file is no archive, is damaged or too large, or lacks an array.
        FileNotFoundError: There is no such file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            here = set(archive.namelist())
            missing = [name for name in names if f"{name}.npy" not in here]
            if missing:
                raise DamagedArraysError(f"it has no array '{missing[0]}'")
            wanted = [*names, *(name for name in optional if f"{name}.npy" in here)]
            members = {name: archive.getinfo(f"{name}.npy") for name in wanted}
            if sum(member.file_size for member in members.values()) > _MOST:
                raise DamagedArraysError(f"it holds more than {_MOST >> 20} MB")
            return {name: _array(archive.read(member)) for name, member in members.items()}
    except (DamagedArraysError, FileNotFoundError):
        raise
    except OSError as error:
        raise DamagedArraysError(f"it cannot be read ({error.strerror or error})") from None
    except Exception:  # zip, its compressions and NumPy's header each have many ways to complain
        raise DamagedArraysError("it is no archive of arrays that can be unpacked") from None


def _array(content: bytes) -> NDArray[Any]:
    file = io.BytesIO(content)
    shape, by_columns, dtype = _HEADERS[np.lib.format.read_magic(file)](file)
    size = math.prod(shape) * dtype.itemsize
    if dtype.kind not in _KINDS or min(shape, default=0) < 0 or size != len(content) - file.tell():
        raise DamagedArraysError("its arrays are not as they say")
    array = np.frombuffer(content, dtype, offset=file.tell())
    return array.reshape(shape, order="F" if by_columns else "C")
