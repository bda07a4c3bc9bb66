"""How texts of the command line and defaults become the values of parameters."""

from __future__ import annotations

import unittest

from metaflow import JSONType, Parameter
from metaflow.exception import MetaflowException, ParameterError, ParameterFieldTypeMismatch
from metaflow.parameters import ParameterContext, ParameterOption

CONTEXT = ParameterContext("HelloFlow", "tester", None, print, "local", {})


class Upper:
    """What Click calls a type."""

    name = "upper"

    def convert(self, value, param, ctx):
        if value == "no":
            raise ValueError("no is not allowed")
        return value.upper()


class Values(unittest.TestCase):
    def check(self, expected, given, *arguments, **options):
        parameter = Parameter("p", *arguments, **options)
        value = parameter.value_of(given, CONTEXT)
        self.assertEqual((value, type(value)), (expected, type(expected)))

    def test_texts_become_values_of_the_type(self):
        for expected, given, options in [
            ("5", "5", {}),
            (5, "5", {"type": int}),
            (5.0, "5", {"type": float}),
            (5.0, "5", {"default": 0.5}),
            (False, "no", {"default": True}),
            ({"a": [1]}, '{"a": [1]}', {"type": JSONType}),
            ("ABC", "abc", {"type": Upper()}),
            ("abc!", "abc", {"type": lambda text: text + "!"}),
            (["a", "b"], "a,b", {"separator": ","}),
            ((1, 2), ["1", "2"], {"type": int, "multiple": True}),
            ((1, 2), ["1", "2"], {"type": int, "nargs": 2}),
            ((1, "x"), ["1", "x"], {"type": (int, str)}),
            (2, "2", {"type": int, "count": True}),
        ]:
            with self.subTest(given=given, **options):
                self.check(expected, given, **options)

    def test_defaults_become_values_of_the_type(self):
        for expected, options in [
            (None, {}),
            (2.0, {"default": 2, "type": float}),
            ({"k": 1}, {"default": {"k": 1}, "type": JSONType}),
            ([1], {"default": "[1]", "type": JSONType}),
            (["a", "b"], {"default": "a b", "separator": " "}),
            (("q",), {"default": ["q"], "multiple": True, "type": str}),
            ((), {"multiple": True}),
            ({"z": 1}, {"default": {"z": 1}}),
            ("HelloFlow p", {"default": lambda ctx: f"{ctx.flow_name} {ctx.parameter_name}"}),
            (7, {"default": lambda ctx: 7, "type": int}),
            ([1], {"default": lambda ctx: "[1]", "type": JSONType}),
            (False, {"default": lambda ctx, deploy_time: deploy_time, "type": bool}),
        ]:
            with self.subTest(**options):
                self.check(expected, None, **options)

    def test_what_does_not_fit_names_the_parameter_and_says_it_in_the_words_of_click(self):
        for kind, text, detail in [
            (int, "x", "x is not a valid integer"),
            (float, "x", "x is not a valid floating point value"),
            (bool, "x", "x is not a valid boolean"),
            (JSONType, "{", "{ is not a valid JSON object"),
            (Upper(), "no", "no is not allowed"),
        ]:
            with self.subTest(kind), self.assertRaisesRegex(ParameterError, "'size'") as caught:
                Parameter("size", type=kind).check(text)
            self.assertEqual(caught.exception.detail, detail)

    def test_a_function_as_default_returns_exactly_the_type(self):
        for kind, value in [(int, 1.5), (float, 1), (str, 5), (JSONType, {"a": 1})]:
            with self.subTest(kind), self.assertRaises(ParameterFieldTypeMismatch):
                Parameter("p", type=kind, default=lambda ctx, v=value: v).value_of(None, CONTEXT)

    def test_a_default_makes_required_meaningless(self):
        self.check(1, None, default=1, required=True)
        with self.assertRaisesRegex(ParameterError, "--p VALUE"):
            Parameter("p", required=True).value_of(None, CONTEXT)

    def test_some_names_and_options_can_not_be(self):
        for make in (
            lambda: Parameter("run-id"),
            lambda: Parameter("max_workers"),
            lambda: Parameter("p", separator=",", type=int),
            lambda: Parameter("p", required=lambda: True),
        ):
            with self.assertRaises(MetaflowException):
                make()


class Options(unittest.TestCase):
    def test_a_parser_learns_the_shape_of_the_option(self):
        def shape(**options):
            option = ParameterOption(Parameter("some-name", **options))
            return option.flag, option.takes, option.multiple, option.required, option.metavar

        self.assertEqual(shape(), ("--some-name", 1, False, False, "TEXT"))
        self.assertEqual(
            shape(type=int, nargs=2, required=True), ("--some-name", 2, False, True, "INTEGER")
        )
        self.assertEqual(shape(type=JSONType, multiple=True)[2:], (True, False, "JSON"))
        self.assertEqual(shape(type=bool, is_flag=True)[1], 0)

    def test_a_flag_stands_for_the_other_value(self):
        option = ParameterOption(Parameter("p", type=bool, default=True, is_flag=True))
        self.assertEqual((option.is_flag, option.flag_text), (True, "False"))

    def test_help_shows_the_default(self):
        for default, text in [(0.1, "0.1"), ([1, 2], "1, 2"), (print, "(dynamic)"), (None, None)]:
            self.assertEqual(ParameterOption(Parameter("p", default=default)).default_text, text)


if __name__ == "__main__":
    unittest.main()
