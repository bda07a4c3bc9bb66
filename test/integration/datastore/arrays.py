"""Prints pickles of numpy and pandas values as JSON lines, each with the text it shall have."""

import base64
import datetime
import json
import pickle

import numpy as np
import pandas as pd

VALUES = [
    (np.float64(1.5), "np.float64(1.5)"),
    (np.float32(0.1), "np.float32(0.1)"),
    (np.float16(0.5), "np.float16(0.5)"),
    (np.int8(-3), "np.int8(-3)"),
    (np.uint64(2**64 - 1), "np.uint64(18446744073709551615)"),
    (np.bool_(True), "np.True_"),
    (np.complex128(1 + 2j), "np.complex128((1+2j))"),
    (np.str_("x"), "np.str_('x')"),
    (np.datetime64("2020-01-01T00:00:01", "ms"), "np.datetime64('2020-01-01T00:00:01.000')"),
    (np.datetime64("NaT", "ns"), "np.datetime64('NaT')"),
    (np.dtype("f8"), "dtype('float64')"),
    (np.array([1, 2]), "array(shape=(2,), dtype=int64, values=[1, 2])"),
    (np.array([1, 2], ">i4"), "array(shape=(2,), dtype=int32, values=[1, 2])"),
    (np.array(3.0), "array(shape=(), dtype=float64, values=3.0)"),
    (np.zeros((0, 3)), "array(shape=(0, 3), dtype=float64, values=[])"),
    (
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        "array(shape=(2, 3), dtype=int64, values=[[0, 1, 2], [3, 4, 5]])",
    ),
    (np.arange(10)[::3], "array(shape=(4,), dtype=int64, values=[0, 3, 6, 9])"),
    (np.array(["a", "bcé"]), "array(shape=(2,), dtype=<U3, values=['a', 'bcé'])"),
    (np.array([b"a", b"bc"]), "array(shape=(2,), dtype=|S2, values=[b'a', b'bc'])"),
    (np.array([None, {}], dtype=object), "array(shape=(2,), dtype=object, values=[None, {}])"),
    (
        np.array(["2020-02-03"], "M8[D]"),
        "array(shape=(1,), dtype=datetime64[D], values=['2020-02-03'])",
    ),
    (np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), "array(shape=(1,), dtype=(a, b))"),
    (np.array([True, False]), "array(shape=(2,), dtype=bool, values=[True, False])"),
    (
        pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, 1.0]}),
        "DataFrame(2 rows × 3 columns: a, b, c)",
    ),
    (pd.DataFrame(np.zeros((1000, 3))), "DataFrame(1000 rows × 3 columns)"),
    (
        pd.DataFrame({"a": [1.0]}, index=pd.date_range("2020", periods=1)),
        "DataFrame(1 rows × 1 columns: a)",
    ),
    (pd.DataFrame({"a": [1, 2]}, index=["x", "y"]), "DataFrame(2 rows × 1 columns: a)"),
    (
        pd.DataFrame({"a": [1, 1], "b": [2, 3], "c": [4, 5]}).set_index(["a", "b"]),
        "DataFrame(2 rows × 1 columns: c)",
    ),
    (pd.Series([1, 2], name="n"), "Series(2 rows, name='n')"),
    (pd.Index([1, 2, 3]), "Index(shape=(3,))"),
    (pd.Categorical(["a", "b"]), "Categorical(shape=(2,))"),
    (pd.Timestamp("2020-01-01 10:00"), "Timestamp('2020-01-01 10:00:00')"),
    (pd.Timestamp("2020-01-01 10:00:00.25"), "Timestamp('2020-01-01 10:00:00.25')"),
    (
        {"when": datetime.date(2020, 1, 1), "loss": np.float64(0.25)},
        "{'when': datetime.date(2020, 1, 1), 'loss': np.float64(0.25)}",
    ),
]

for value, expected in VALUES:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(value, protocol)
        values = (
            value.tolist() if isinstance(value, np.ndarray) and value.dtype.kind in "iufb" else None
        )
        line = {"protocol": protocol, "pickle": base64.b64encode(data).decode(), "repr": expected}
        print(json.dumps({**line, "shape": list(getattr(value, "shape", ())), "values": values}))
