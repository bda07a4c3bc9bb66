"""Configs: where their values come from, what steps see, and what is made from them."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import tempfile
import unittest
from pathlib import Path

from in_process import Run, flow_of
from metaflow import ConfigValue, user_configs
from metaflow._describe import describe
from metaflow.exception import MetaflowException
from metaflow.user_configs.command_line import read_configs
from metaflow.user_configs.config_options import FILE_VARIABLE, VALUE_VARIABLE, ConfigError

ABOVE = "from metaflow import *\nfrom metaflow import Config, config_expr, IncludeFile, retry"


def flow(body):
    return flow_of(body, ABOVE)


def seen(flow_class, **prepared):
    user_configs.prepare(flow_class, **prepared)
    return {name: each.seen for name, each in flow_class._preparation().configs.items()}


class Values(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, text, name="config.json"):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def test_files_and_values_win_over_defaults(self):
        body = "a = Config('a', default_value={'n': 1})\nb = Config('b', default_value={'n': 1})"
        values = seen(
            flow(body),
            config_files={"a": self.file('{"n": 2}')},
            config_values={"b": '{"n": 3}'},
        )
        self.assertEqual(values, {"a": {"n": 2}, "b": {"n": 3}})

    def test_the_environment_counts_when_the_command_line_says_nothing(self):
        body = "a = Config('a', default_value={'n': 1})\nb = Config('b')"
        with variables(
            {
                FILE_VARIABLE: json.dumps({"a": self.file('{"n": 2}')}),
                VALUE_VARIABLE: json.dumps({"b": {"n": 3}}),
            }
        ):
            self.assertEqual(seen(flow(body)), {"a": {"n": 2}, "b": {"n": 3}})
            given = seen(flow(body), config_files={}, config_values={})
        self.assertEqual(given, {"a": {"n": 1}, "b": None})

    def test_a_default_may_be_a_file_or_a_function(self):
        path = self.file('{"n": 4}')
        body = (
            f"a = Config('a', default={path!r})\n"
            "b = Config('b', default_value=lambda ctx: {'flow': ctx.flow_name})\n"
            f"c = Config('c', default=lambda ctx: {path!r})"
        )
        self.assertEqual(
            seen(flow(body)), {"a": {"n": 4}, "b": {"flow": "TestedFlow"}, "c": {"n": 4}}
        )

    def test_parsers_and_plain_values(self):
        body = (
            "a = Config('a', default_value='x=1', parser=lambda t: dict([t.split('=')]))\n"
            "b = Config('b', default_value='1,2', parser=lambda t: t.split(','), plain=True)\n"
            "c = Config('c', default_value='text', plain=True)\n"
            "d = Config('d', default_value='[1]', parser='json.loads', plain=True)"
        )
        values = seen(flow(body))
        self.assertEqual(values, {"a": {"x": "1"}, "b": ["1", "2"], "c": "text", "d": [1]})
        self.assertIsInstance(values["a"], ConfigValue)

    def test_all_problems_are_told_at_once(self):
        body = (
            "a = Config('a', required=True)\nb = Config('b', default_value='{')\n"
            "c = Config('c', default='nowhere.json')\nd = Config('d', default_value='[1]')"
        )
        with self.assertRaises(ConfigError) as caught:
            seen(flow(body))
        for part in (
            "missing configuration for 'a'",
            "for 'b' is not valid JSON",
            "default configuration file 'nowhere.json' could not be read for 'c'",
            "for 'd' is list",
        ):
            self.assertIn(part, caught.exception.message)

    def test_a_file_and_a_value_exclude_each_other(self):
        with self.assertRaisesRegex(ConfigError, "a value or a file, not both"):
            seen(flow("a = Config('a')"), config_files={"a": "x"}, config_values={"a": "{}"})

    def test_an_unknown_name_is_refused(self):
        with self.assertRaisesRegex(ConfigError, r"invalid choice: z. \(choose from a\)"):
            seen(flow("a = Config('a')"), config_files={"z": "x"})

    def test_a_resumed_run_takes_those_of_its_origin(self):
        body = "a = Config('a', default_value={'n': 1})\nb = Config('b', default_value={'m': 1})"
        origin = flow("a = Config('a', default_value={'n': 5})")
        run = Run(self, origin)
        stored = read_configs(flow(body), str(run.root), "1")
        self.assertEqual(stored, {"a": {"n": 5}})
        self.assertEqual(seen(flow(body), origin=stored), {"a": {"n": 5}, "b": {"m": 1}})


class InSteps(unittest.TestCase):
    def test_steps_see_a_value_that_can_not_be_changed(self):
        run = Run(
            self,
            flow(
                "cfg = Config('cfg', default_value={'a': {'b': [1, {'c': 2}]}})\n"
                "@step\ndef start(self):\n    self.c = self.cfg.a.b[1].c\n"
                "    self.part = self.cfg.a\n    self.errors = []\n"
                "    for change in (self.cfg.clear, lambda: setattr(self.cfg, 'a', 1)):\n"
                "        try:\n            change()\n"
                "        except TypeError as error:\n            self.errors.append(str(error))\n"
                "    self.next(self.end)"
            ),
        )
        run.attempt("start", "1")
        stored = run.artifacts("start", "1")
        self.assertEqual(stored.load("c"), 2)
        self.assertEqual(stored.load("errors"), ["ConfigValue is immutable"] * 2)
        self.assertEqual(type(stored.load("cfg")), dict)
        self.assertEqual(type(stored.load("part")), ConfigValue)

    def test_a_config_value_is_a_dict_to_whoever_asks(self):
        value = ConfigValue({"a": {"b": 1}, "l": [{"c": 2}]})
        self.assertIsInstance(value, dict)
        self.assertEqual(json.loads(json.dumps(value)), {"a": {"b": 1}, "l": [{"c": 2}]})
        self.assertEqual(value, {"a": {"b": 1}, "l": [{"c": 2}]})
        self.assertEqual({**value.a}, {"b": 1})
        again = pickle.loads(pickle.dumps(value))
        self.assertEqual((again, type(again)), (value, ConfigValue))
        self.assertEqual(type(value.to_dict()["l"][0]), dict)
        self.assertIn(b"metaflow.user_configs.config_parameters", pickle.dumps(value, protocol=4))


class MadeFromConfigs(unittest.TestCase):
    BODY = (
        "cfg = Config('cfg', default_value={'times': 2, 'name': 'x', 'o': {'times': 1}})\n"
        "alpha = Parameter('alpha', default=cfg.times, type=int)\n"
        "beta = Parameter('beta', default=config_expr('cfg.name.upper() + suffix()'))\n"
        "@retry(times=cfg['times'])\n@step\ndef start(self):\n    self.next(self.end)\n"
        "@retry(**cfg.o)\n@step\ndef end(self):\n    pass"
    )

    def test_decorators_and_parameters(self):
        described = describe(flow_of(self.BODY, f"{ABOVE}\ndef suffix(): return '!'"), "flow.py")
        times = [step["decorators"][0]["attributes"]["times"] for step in described["steps"]]
        self.assertEqual(times, [2, 1])
        defaults = {each["name"]: each.get("default") for each in described["parameters"]}
        self.assertEqual(defaults, {"cfg": None, "alpha": 2, "beta": "X!"})

    def test_an_expression_without_a_flow_says_so(self):
        from metaflow.user_configs.config_parameters import Evaluation, config_expr

        before, Evaluation.values = Evaluation.values, None
        self.addCleanup(setattr, Evaluation, "values", before)
        with self.assertRaisesRegex(MetaflowException, "no value yet"):
            config_expr("cfg.x")()

    def test_parameters_have_a_shape_before_configs_are_read(self):
        from metaflow.parameters import ParameterOption

        parameter = flow(self.BODY).__dict__["alpha"]
        self.assertEqual(ParameterOption(parameter).metavar, "INTEGER")


@contextlib.contextmanager
def variables(values):
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    unittest.main()
