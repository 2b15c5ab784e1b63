"""What can be wrong with a file: in its structure, or in its bytes."""

import copy
import json
import math

DEEP = 3000

STRANGE_TEXTS = (
    "", " ", "\n", "\0", "\x1b[2J\x1b]0;owned\x07", "\x9b31m", "\r\x08\x7f", "\u202e\u2066",
    "\ud800", "\ufeff", "😀" * 50, "é" * 70_000, "[/]", "[bold]", "[/red]x[blink]", "{0}{x}%s%n",
    "../../x", "/tmp/../../x", "..\\..\\x", "C:\\x", "con", "-rf", "~", "a/b", ".", "=1+1",
    "@SUM(A1)", "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "]]>", "--", "```",
    "'; DROP TABLE sessions; --", "${7*7}", "{{7*7}}", "auto", "none", "2026-02-30",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "NaN", "1e999",
)  # fmt: skip
STRANGE_NUMBERS = (
    0, -0.0, 1, -1, 0.5, 1e-320, -1e-9, 3, 7.0, 1e6, 1e9, 1e15, 1e300, -1e300, math.nan, math.inf,
    -math.inf, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**400, True, False,
)  # fmt: skip


def strange(rng):
    """A value that nobody would have expected there."""
    match rng.randrange(6):
        case 0 | 1:
            return rng.choice(STRANGE_TEXTS)
        case 2 | 3:
            return rng.choice(STRANGE_NUMBERS)
        case 4:
            return rng.choice((None, [], {}, [None], {"": None}, [[]], {"a": {"a": {}}}))
        case _:
            return nested(rng.choice((5, 50)), rng.choice("[{"))


def nested(depth, kind):
    """Lists in lists, or tables in tables."""
    value = 0
    for _ in range(depth):
        value = [value] if kind == "[" else {"a": value}
    return value


def spoil(rng, tree, times=None):
    """A copy of nested tables and lists with something wrong in it."""
    tree = copy.deepcopy(tree)
    for _ in range(times or rng.choice((1, 1, 1, 2, 3, 8))):
        tree = _spoiled_once(rng, tree)
    return tree


def _spoiled_once(rng, tree):
    places = list(_places(tree))
    if not places:
        return strange(rng)
    # Near the root there are few fields and near the leaves many: each depth is as likely.
    depth = rng.choice(sorted({depth for depth, *_ in places}))
    _, parent, key = rng.choice([place for place in places if place[0] == depth])
    match rng.randrange(9):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, dict):
            parent[f"{key}{rng.choice(('x', ' ', '.', rng.choice(STRANGE_TEXTS)))}"] = parent[key]
        case 1:
            parent.insert(key, copy.deepcopy(parent[key]))
        case 2 if isinstance(parent, list):
            parent.extend(copy.deepcopy(parent[key]) for _ in range(rng.choice((1, 3, 200))))
        case 2 | 3 if isinstance(parent[key], str):
            parent[key] += rng.choice(STRANGE_TEXTS)
        case 3 | 4 if _is_number(parent[key]):
            parent[key] = _changed(rng, parent[key])
        case 5:
            _, other, name = rng.choice(places)
            parent[key] = copy.deepcopy(other[name])
        case 6 if isinstance(parent, list):
            rng.shuffle(parent)
        case _:
            parent[key] = strange(rng)
    return tree


def _changed(rng, number):
    factor = rng.choice((-1, 0, 2, 0.5, 10, 1000, 1e12))
    try:
        return number * factor + rng.choice((0, 1, -1, 0.01))
    except OverflowError:
        return number


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _places(tree, depth=0):
    if isinstance(tree, dict):
        items = list(tree.items())
    elif isinstance(tree, list):
        items = list(enumerate(tree))
    else:
        return
    for key, value in items:
        yield depth, tree, key
        if depth < 40:
            yield from _places(value, depth + 1)


def as_json(tree):
    """As JSON text in bytes, with what Python alone would write, such as NaN."""
    return json.dumps(tree).encode()


def as_toml(table):
    """A table as TOML; what TOML does not have, such as null, comes out broken."""
    if not isinstance(table, dict):  # spoiled as a whole
        table = {"": table}
    lines = "".join(f"{_toml_key(key)} = {_toml(value)}\n" for key, value in table.items())
    return lines.encode("utf-8", "surrogatepass")


def _toml(value):
    if isinstance(value, dict):
        pairs = ", ".join(f"{_toml_key(key)} = {_toml(part)}" for key, part in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value)


def _toml_key(key):
    return json.dumps(str(key))


def spoil_bytes(rng, content):
    """Bytes with something wrong in them."""
    content = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        if not content:
            break
        at, much = rng.randrange(len(content)), min(rng.choice((1, 4, 64, 4096)), len(content))
        match rng.randrange(9):
            case 0:
                del content[at:]
            case 1:
                del content[at : at + much]
            case 2:
                content[at : at + much] = bytes(len(content[at : at + much]))
            case 3:
                content[at:at] = content[at : at + much] * rng.choice((1, 3))
            case 4:
                content[at : at + much] = rng.randbytes(len(content[at : at + much]))
            case 5:
                content[at:at] = rng.choice(STRANGE_TEXTS)[:200].encode("utf-8", "surrogatepass")
            case 6:
                number = rng.choice((0, 1, 0x7F, 0x80, 0xFF, 0x7FFFFFFF, 0xFFFFFFFF))
                content[at : at + 4] = number.to_bytes(4, rng.choice(("little", "big")))
            case _:
                content[at] ^= 1 << rng.randrange(8)
    return bytes(content)


def spoil_lines(rng, text):
    """Text with lines or values missing, doubled, exchanged or strange."""
    lines = text.split("\n")
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(lines))
        match rng.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                other = rng.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines.insert(at, str(strange(rng)))
            case _:
                cells = lines[at].split(",")
                cells[rng.randrange(len(cells))] = str(strange(rng))
                lines[at] = ",".join(cells)
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")
