"""Prints values as one JSON object a line: their pickles and what Python says about them.

Argument: the seed. `exact` values have a repr that can be known without running code.
"""

import base64
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import json
import math
import pathlib
import pickle
import random
import sys
import types
import uuid


@dataclasses.dataclass
class Point:
    x: int = 1
    label: str = "here"


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a, self.b = 1, [2]


class Names(list):
    pass


class Table(dict):
    pass


class Color(enum.Enum):
    RED = "r"


Pair = collections.namedtuple("Pair", "left right")


def cyclic_list():
    value = [1]
    value.append(value)
    return value


def cyclic_dict():
    value = {"name": "me"}
    value["self"] = value
    return value


def shared():
    inner = [1, 2]
    return {"a": inner, "b": inner, "c": (inner,)}


EXACT = [
    None, True, False, 0, -1, 255, 256, 65535, 65536, -(2**31), 2**31, 2**53 + 1, -(2**63), 2**64,
    10**40, -(10**1000), 1.5, -0.0, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324,
    1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 0.1 + 0.2,
    "", "plain", "it's", 'say "hi"', "'\"", "tab\tnew\nline\r\\", "\x00\x1f\x7f\x80\xa0\xad",
    "é ß 中 \u2028 \ufeff \U0001f600", "\ud800 lone", "x\udfff",
    b"", b"bytes", b"it's", b"\x00\xff\n\t\r\\'\"", bytearray(b"ab\x01"),
    [], [1, [2, [3]]], (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), set(), {1}, frozenset(),
    frozenset({"a"}), {}, {1: "a", "1": "b", None: 1.0, (1, 2): []}, list(range(3000)),
    {i: str(i) for i in range(2500)}, cyclic_list(), cyclic_dict(), shared(),
    1 + 2j, -0j, complex(0, -2), complex(float("nan"), 1), range(3), range(1, 9, 2),
    slice(1, None),
    datetime.date(2020, 1, 2), datetime.date(1, 1, 1), datetime.time(1, 2),
    datetime.time(1, 2, 3, 4),
    datetime.datetime(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4, 5),
    datetime.datetime(2020, 1, 2, 3, 4, 5, 678, tzinfo=datetime.timezone.utc),
    datetime.timedelta(0),
    datetime.timedelta(-1, 5, 7), datetime.timezone(datetime.timedelta(hours=-3, minutes=-30)),
    datetime.timezone(datetime.timedelta(0), "nowhere"),
    decimal.Decimal("1.50"), decimal.Decimal("NaN"), fractions.Fraction(1, 3),
    pathlib.PurePosixPath("/a/b c"), pathlib.PurePosixPath("a"), pathlib.PurePosixPath("."),
    pathlib.PureWindowsPath("C:\\x\\y"), uuid.UUID(int=5), uuid.UUID(int=2**127 + 3),
    collections.defaultdict(list, {1: [2]}), collections.Counter("abbccc"), collections.Counter(),
    collections.deque([1, 2], 3), collections.deque(), ValueError("x"), KeyError("a", "b"),
    Point(), Point(2, "there"), int, len, ValueError,
]  # fmt: skip

# What Python's own repr says depends on its version or on names that a pickle does not hold.
DESCRIBED = [
    (collections.OrderedDict(a=1), "OrderedDict({'a': 1})"),
    (collections.OrderedDict(), "OrderedDict()"),
    (Pair(1, [2]), "Pair(1, [2])"),
    (Color.RED, "Color('r')"),
    (types.SimpleNamespace(a=1), "SimpleNamespace(a=1)"),
    (Slotted(), "Slotted(a=1, b=[2])"),
    (Names([1, 2]), "Names([1, 2])"),
    (Table(a=1), "Table({'a': 1})"),
]


def random_value(source, depth):
    kinds = ["none", "bool", "int", "big", "float", "str", "bytes"]
    if depth > 0:
        kinds += ["list", "tuple", "dict", "set", "frozenset"] * 2
    kind = source.choice(kinds)
    size = source.choice([0, 1, 2, 3, 4, 7])
    if kind == "none":
        return None
    if kind == "bool":
        return source.random() < 0.5
    if kind == "int":
        return source.randint(-300, 70000)
    if kind == "big":
        return source.randint(-(2 ** source.randint(1, 200)), 2 ** source.randint(1, 200))
    if kind == "float":
        return source.choice(
            [source.random(), source.uniform(-1e20, 1e20), 10.0 ** source.randint(-20, 20)]
        )
    if kind == "str":
        return "".join(source.choice("ab'\"\\\n\x00é中\U0001f600 ") for _ in range(size * 2))
    if kind == "bytes":
        return bytes(source.randrange(256) for _ in range(size * 3))
    if kind == "dict":
        return {random_key(source): random_value(source, depth - 1) for _ in range(size)}
    if kind in ("set", "frozenset"):
        return {"set": set, "frozenset": frozenset}[kind](random_key(source) for _ in range(size))
    items = [random_value(source, depth - 1) for _ in range(size)]
    return items if kind == "list" else tuple(items)


def random_key(source):
    key = random_value(source, 0)
    return (key, 1) if source.random() < 0.2 else key


def to_json(value):
    """The documented mapping of `dump --json`, for Python's own types."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"$type": "int", "value": str(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$type": "float", "value": str(value)}
    if isinstance(value, bytes):
        return {"$type": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: to_json(item) for key, item in value.items()}
        return {"$type": "dict", "entries": [[to_json(k), to_json(v)] for k, v in value.items()]}
    return {"$type": type(value).__name__, "items": [to_json(item) for item in value]}


def emit(value, expected, **more):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            data = pickle.dumps(value, protocol)
        except (TypeError, pickle.PicklingError, ValueError, RecursionError):
            continue  # slots and surrogates have no form in the oldest protocols
        line = {"protocol": protocol, "pickle": base64.b64encode(data).decode(), "repr": expected}
        print(json.dumps({**line, **more}))


def main():
    source = random.Random(int(sys.argv[1]))
    for value in EXACT:
        emit(value, repr(value))
    for value, expected in DESCRIBED:
        emit(value, expected)
    for _ in range(300):
        value = random_value(source, 4)
        emit(value, repr(value), json=to_json(value))


main()
