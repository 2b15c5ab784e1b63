"""The joints that key poses are written in: anatomical angles in degrees and their limits.

Zero is the anatomical rest position: standing upright, arms hanging, palms towards the thighs, feet
pointing forward. Positive is the direction in the name (flexion, abduction, external rotation,
dorsiflexion); negative is the opposite (extension, adduction, internal rotation, plantar flexion).
These are not the interior angles of `fitcoach.body`: a straight knee has 0 degrees of flexion and
an interior angle of 180.

Limits are the usual passive ranges of motion of the American Academy of Orthopaedic Surgeons,
"Joint Motion: Method of Measuring and Recording", rounded outwards to what athletes reach.
"""

from typing import Final

from fitcoach.body import Side

Range = tuple[float, float]

PAIRED_JOINTS: Final[dict[str, Range]] = {
    "hip_flexion": (-30.0, 140.0),
    "hip_abduction": (-30.0, 70.0),
    "hip_rotation": (-45.0, 60.0),
    "knee_flexion": (0.0, 160.0),
    "ankle_dorsiflexion": (-50.0, 45.0),
    "shoulder_flexion": (-60.0, 180.0),
    "shoulder_abduction": (-30.0, 180.0),
    "shoulder_rotation": (-90.0, 90.0),
    "elbow_flexion": (0.0, 155.0),
    "forearm_rotation": (-90.0, 90.0),
    "wrist_flexion": (-90.0, 90.0),
}
"""Joints of both sides; `left_` or `right_` before the name means one side."""

CENTRAL_JOINTS: Final[dict[str, Range]] = {
    "spine_flexion": (-40.0, 90.0),
    "spine_side_bend": (-40.0, 40.0),
    "spine_rotation": (-50.0, 50.0),
    "neck_flexion": (-60.0, 60.0),
    "neck_rotation": (-80.0, 80.0),
}
"""Joints in the middle of the body; side bend and rotation are positive to the person's left."""

SIDES: Final[tuple[Side, Side]] = ("left", "right")

JOINT_LIMITS: Final[dict[str, Range]] = {
    **PAIRED_JOINTS,
    **{f"{side}_{joint}": limit for joint, limit in PAIRED_JOINTS.items() for side in SIDES},
    **CENTRAL_JOINTS,
}
"""Every name a key pose may use, with the smallest and largest angle in degrees."""

PAIRED_CONTACTS: Final = ("heels", "toes", "knees", "elbows", "hands")
"""Parts of both sides; `left_` or `right_` before the name means one side."""

CONTACTS: Final[tuple[str, ...]] = (
    *PAIRED_CONTACTS,
    *(f"{side}_{contact}" for contact in PAIRED_CONTACTS for side in SIDES),
    "seat",
    "back",
)
"""Every part of the body that may rest on the floor or on a support."""

PROPS: Final = ("dumbbells", "barbell", "bar", "bench", "chair")
"""Things that the mannequin holds or rests on."""
