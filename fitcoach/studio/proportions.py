"""How long and how thick the mannequin's segments are, and how that differs between people.

Segment lengths are shares of stature after Drillis and Contini, "Body Segment Parameters" (1966),
as printed in Winter, "Biomechanics and Motor Control of Human Movement"; shoulders and hips between
the joints' centres, which lie further in than the bones' edges. Girths are rounded means of adults,
shares of stature too, and grow with the person's build.
"""

from dataclasses import dataclass

import numpy as np

Girth = tuple[float, float]
"""Half depth (front to back) and half breadth (side to side) in metres."""


@dataclass(frozen=True, slots=True)
class Proportions:
    """One person's measures; all lengths in metres.

    Attributes:
        pelvis: From the middle of the hip joints up to the lowest joint of the spine.
        lumbar: From there to the lower ribs.
        abdomen: From there to the chest.
        thorax: From there to the line of the shoulder joints.
        neck: From the base of the neck to the joint below the skull.
        head: Chin to crown.
        hip_width: Between the hip joints.
        shoulder_width: Between the shoulder joints.
        ankle_height: Ankle joint above the sole.
        build: Girth relative to the average; below 1 is slim.
        bust: Extra depth of the chest, 0..1.
    """

    stature: float
    shank: float
    thigh: float
    ankle_height: float
    foot: float
    hip_width: float
    pelvis: float
    lumbar: float
    abdomen: float
    thorax: float
    neck: float
    head: float
    shoulder_width: float
    upper_arm: float
    forearm: float
    hand: float
    build: float = 1.0
    bust: float = 0.0

    @property
    def limb_radius(self) -> dict[str, float]:
        """Radii of the limbs in metres."""
        scale = self.stature * (0.5 + 0.5 * self.build)
        bulk = self.stature * self.build
        return {
            "thigh": 0.049 * bulk,
            "knee": 0.032 * scale,
            "calf": 0.033 * scale,
            "ankle": 0.021 * scale,
            "upper_arm": 0.029 * bulk,
            "elbow": 0.023 * scale,
            "forearm": 0.025 * scale,
            "wrist": 0.0165 * scale,
            "neck": 0.033 * scale,
        }

    @property
    def trunk_girth(self) -> dict[str, Girth]:
        """Half depths and half breadths of the trunk in metres."""
        height, belly = self.stature, self.build**1.3
        chest = 0.5 * self.shoulder_width
        return {
            "hips": (
                0.064 * height * self.build,
                0.5 * self.hip_width + 0.046 * height * self.build,
            ),
            "waist": (0.054 * height * belly, 0.074 * height * belly),
            "ribs": (0.058 * height * self.build, 0.080 * height * self.build),
            "chest": (0.062 * height * self.build, 0.86 * chest + 0.006 * height * self.build),
        }


def average(stature: float = 1.73) -> Proportions:
    """The average person of that stature in metres."""
    shares = {
        "shank": 0.246,
        "thigh": 0.245,
        "ankle_height": 0.039,
        "foot": 0.152,
        "hip_width": 0.104,
        "pelvis": 0.060,
        "lumbar": 0.070,
        "abdomen": 0.060,
        "thorax": 0.098,
        "neck": 0.062,
        "head": 0.130,
        "shoulder_width": 0.225,
        "upper_arm": 0.186,
        "forearm": 0.146,
        "hand": 0.108,
    }
    return Proportions(stature, **{name: share * stature for name, share in shares.items()})


def sample_proportions(rng: np.random.Generator) -> Proportions:
    """A random adult: 1.50 to 1.95 m tall, slim to heavy, with limbs of their own."""
    mean = average(float(np.clip(rng.normal(1.71, 0.095), 1.50, 1.95)))
    legs, arms, trunk = np.clip(rng.normal(1.0, 0.04, 3), 0.9, 1.1).tolist()
    wide, hips, own = np.clip(rng.normal(1.0, 0.05, 3), 0.88, 1.12).tolist()
    feminine = bool(rng.integers(2))
    build = float(np.clip(np.exp(rng.normal(0.0, 0.14)), 0.78, 1.4))
    shin = float(np.clip(rng.normal(1.0, 0.02), 0.95, 1.05))
    return Proportions(
        stature=mean.stature,
        shank=mean.shank * legs * shin,
        thigh=mean.thigh * legs / shin,
        ankle_height=mean.ankle_height,
        foot=mean.foot * own,
        hip_width=mean.hip_width * hips * (1.05 if feminine else 0.97),
        pelvis=mean.pelvis * trunk,
        lumbar=mean.lumbar * trunk,
        abdomen=mean.abdomen * trunk,
        thorax=mean.thorax * trunk,
        neck=mean.neck,
        head=mean.head * (0.5 + 0.5 * own),
        shoulder_width=mean.shoulder_width * wide * (0.94 if feminine else 1.04),
        upper_arm=mean.upper_arm * arms,
        forearm=mean.forearm * arms,
        hand=mean.hand * arms,
        build=build,
        bust=float(rng.uniform(0.3, 1.0)) if feminine else 0.0,
    )
