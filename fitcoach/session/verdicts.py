"""What the rules of form said of a set, in words."""

from collections import Counter

from fitcoach.exercise import View
from fitcoach.session.log import HoldLog, RepLog, SetLog, Unjudged
from fitcoach.session.words import advice, lapse_words

SEEN_FROM: dict[View, str] = {
    "front": "from the front",
    "side": "from the side",
    "back": "from behind",
    "oblique": "obliquely",
}


def to_improve(each: SetLog, rep: RepLog) -> list[str]:
    """What to do better in a rep, the worst first: `Go deeper (111°, good is at most 95°)`."""
    return [
        advice(each.exercise, rule, rep.judged[rule].value, rep.judged[rule].good)
        for rule in rep.faults
    ]


def lapses(each: SetLog, hold: HoldLog) -> list[str]:
    """What was not good about a hold, and for how long."""
    return [lapse_words(lapse, each.exercise) for lapse in hold.lapses]


def unjudged(each: SetLog) -> list[str]:
    """What cannot be told of the reps of a set, and why."""
    reps = len(each.reps)

    def of(count: int) -> str:
        return f"{count} of {reps} reps" if count < reps else "all reps"

    counts = Counter(
        (rule, said.silent, rep.view)
        for rep in each.reps
        for rule, said in rep.form.items()
        if isinstance(said, Unjudged)
    )
    cues: dict[str, list[str]] = {}
    for (rule, silent, view), count in counts.items():
        why = "Not seen well enough"
        if silent == "view" and view is not None:
            why = f"Not to be judged {SEEN_FROM[view]}"
        cues.setdefault(f"{why} ({of(count)})", []).append(each.cue(rule))
    told = [f"{why}: {'; '.join(of_these)}." for why, of_these in cues.items()]
    by_hand = sum(rep.by_hand for rep in each.reps)
    unseen = sum(rep.measures is None for rep in each.reps) - by_hand
    if by_hand:
        told.append(f"Added by hand and not measured: {of(by_hand)}.")
    if unseen > 0:
        told.append(f"Not measured, from this view or as the joint was hidden: {of(unseen)}.")
    return told
