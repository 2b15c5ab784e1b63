"""The offset: how much later another clip began, told by the movement that both show.

People press two buttons one after the other. What moves up or down does so at the same time in both
pictures, from wherever they are taken; so the speeds are laid over each other until they agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from fitcoach.body import Array, L
from fitcoach.pose import SEEN, Pose

RATE: Final = 100
"""Samples a second in which movements are compared; the offset is then read between them."""

_LONGEST: Final = 1800.0
"""Seconds that are compared, from the first on; damaged clips leap by years."""

_SMOOTHING: Final = 0.04
"""Standard deviation of the smoothing of positions in seconds: from frame to frame they tremble."""

_GAP: Final = 0.3
"""Seconds out of sight after which it is not known how quickly a point moved."""

_OVERLAP: Final = 2.0
"""Seconds that both clips must show: with less almost any two movements agree somewhere."""

_SHARED: Final = 0.5
"""Share of the shorter clip that both must show."""

_ALIKE: Final = 0.5
"""Correlation of the speeds from which two movements are the same one."""

_RIVAL: Final = 0.85
"""Share of the best agreement from which another offset might be meant as well: reps are alike."""

_STILL: Final = 0.1
"""Body heights a second (root mean square, of the landmark that moves most) below which nothing
moves: landmarks tremble by less."""

_FOLLOWED: Final = [
    L.NOSE, L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_ELBOW, L.RIGHT_ELBOW, L.LEFT_WRIST,
    L.RIGHT_WRIST, L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE,
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Heights of points over time.

    Attributes:
        times: (n,) increasing seconds.
        heights: (n, points) in any unit that all cameras share, such as heights of the body; NaN
            where a point is not seen.
    """

    times: Array
    heights: Array

    @classmethod
    def of_poses(cls, poses: Sequence[tuple[float, Pose | None]]) -> "Track":
        """Of the body's larger landmarks, in heights of the body."""
        seen = [(time, pose) for time, pose in poses if pose is not None]
        if not seen:
            return cls(np.zeros(0), np.zeros((0, len(_FOLLOWED))))
        pixels = np.array([pose.pixels[:, 1] for _, pose in seen])
        visible = np.array([pose.visibility >= SEEN for _, pose in seen])
        size = np.median(np.ptp(pixels, axis=1))
        heights = np.where(visible, -pixels / size, np.nan)
        return cls(np.array([time for time, _ in seen]), heights[:, _FOLLOWED])

    @property
    def beginning(self) -> "Track":
        """The part of it that is compared."""
        near = self.times <= self.times[:1] + _LONGEST
        return Track(self.times[near], self.heights[near])


def likely_offsets(first: Track, second: Track) -> list[float]:
    """Seconds to add to the second clock to have it show what the first one does, the best first.

    Returns:
        One offset, more where reps are so alike that each of them may be meant, none where nothing
        moves or the movements do not agree.
    """
    first, second = first.beginning, second.beginning
    if min(len(first.times), len(second.times)) < 2:  # noqa: PLR2004
        return []
    a, b = _Speeds.of(first), _Speeds.of(second)
    if min(a.liveliness, b.liveliness) < _STILL:
        return []
    agreement = _agreement(a, b)
    inner = agreement[1:-1]
    peaks = 1 + np.flatnonzero((inner >= agreement[:-2]) & (inner > agreement[2:]))
    peaks = peaks[agreement[peaks] >= max(_ALIKE, _RIVAL * agreement.max(initial=0.0))]
    best = sorted(peaks.tolist(), key=lambda peak: -agreement[peak])
    start = first.times[0] - second.times[0]
    shifts = (peak + _beside(agreement[peak - 1 : peak + 2]) - (len(b.values) - 1) for peak in best)
    return [float(start + shift / RATE) for shift in shifts]


@dataclass(frozen=True, slots=True, eq=False)
class _Speeds:
    """Speeds of points, evenly sampled.

    Attributes:
        values: (n, points), 0 where they are not known.
        known: (n, points), 1 where they are, 0 elsewhere.
    """

    values: Array
    known: Array

    @classmethod
    def of(cls, track: Track) -> "_Speeds":
        times = np.arange(track.times[0], track.times[-1] + 0.5 / RATE, 1 / RATE)
        values, known = [], []
        for heights in track.heights.T:
            when = track.times[np.isfinite(heights)]
            if len(when) < 2:  # noqa: PLR2004
                values.append(np.zeros(len(times)))
                known.append(np.zeros(len(times)))
                continue
            height = np.interp(times, when, heights[np.isfinite(heights)])
            speed = gaussian_filter1d(height, _SMOOTHING * RATE, order=1, mode="nearest") * RATE
            after = np.clip(np.searchsorted(when, times), 1, len(when) - 1)
            near = (when[after] - when[after - 1] < _GAP) & (times >= when[0]) & (times <= when[-1])
            values.append(speed * near)
            known.append(near.astype(np.float64))
        return cls(np.stack(values, axis=1), np.stack(known, axis=1))

    @property
    def liveliness(self) -> float:
        """Root mean square speed of the point that moves most."""
        counts = np.maximum(self.known.sum(axis=0), 1.0)
        return float(np.sqrt((self.values**2).sum(axis=0) / counts).max(initial=0.0))


def _agreement(a: _Speeds, b: _Speeds) -> Array:
    """Correlation of a, n samples, and b, m samples, for each shift of b, (n + m - 1,).

    Shift 0 is at m - 1. Where they have too little in common it is 0.
    """
    length = len(a.values) + len(b.values) - 1

    def over_shifts(x: Array, y: Array) -> Array:
        """The sums of x[i] * y[i - shift]."""
        spectrum = np.fft.rfft(x, length, axis=0) * np.fft.rfft(y[::-1], length, axis=0)
        return np.asarray(np.fft.irfft(spectrum.sum(axis=1), length))

    common = over_shifts(a.known, b.known)
    least = max(_OVERLAP * RATE, _SHARED * min(a.known.sum(), b.known.sum()))
    power = over_shifts(a.values**2, b.known) * over_shifts(a.known, b.values**2)
    usual = np.sqrt(np.mean(a.values**2) * np.mean(b.values**2))
    # Where hardly anything moves anything agrees, so that counts as if a fifth of the usual did.
    scale = np.maximum(np.sqrt(np.maximum(power, 0.0)), 0.2 * common * usual)
    alike = over_shifts(a.values, b.values) / np.maximum(scale, 1e-12)
    return np.where(common >= least, alike, 0.0)


def _beside(three: Array) -> float:
    """Where the top of a parabola through three samples lies, from the middle one, -0.5..0.5."""
    before, top, after = three
    bend = before - 2.0 * top + after
    return float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < 0.0 else 0.0
