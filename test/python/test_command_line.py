"""Reading a command line: the grammar, the messages, the help."""

from __future__ import annotations

import os
import unittest
from unittest import mock

from metaflow._cli.command import Argument, Command, Context, Group, Option
from metaflow._cli.errors import Exit, UsageError
from metaflow._cli.help import help_text, usage_failure
from metaflow._cli.mixed import with_top_options_first
from metaflow._cli.parser import parse
from metaflow._cli.values import Choice, FilePath

OPTIONS = [
    Option("-n", "--count", default=1, show_default=True, help="How many."),
    Option("--with", dest="decospecs", multiple=True),
    Option("--pair", nargs=2, multiple=True),
    Option("--flag/--no-flag", default=True),
    Option("--kind", type=Choice(["a", "b"])),
    Option("--ratio", type=float),
    Option("-v", "--verbose", count=True),
]


def context(*arguments, options=OPTIONS, prefix="METAFLOW_RUN"):
    command = Command("run", "Runs.", options=options, arguments=arguments, run=lambda _: 0)
    return Context(command, "flow.py run", prefix, options)


def values(*words, arguments=(), options=OPTIONS):
    return parse(context(*arguments, options=options), words)[0]


class Grammar(unittest.TestCase):
    def test_takes_values_in_every_spelling(self):
        for words in (["--count", "3"], ["--count=3"], ["-n", "3"], ["-n3"]):
            self.assertEqual(values(*words)["count"], 3, words)

    def test_takes_what_looks_like_an_option_as_a_value(self):
        self.assertEqual(values("--count", "-3")["count"], -3)
        self.assertEqual(values("--with=a=b")["decospecs"], ("a=b",))

    def test_collects_what_may_come_several_times(self):
        found = values("--with", "a", "--pair", "x", "1", "--with=b", "--pair", "y", "2")
        self.assertEqual(found["decospecs"], ("a", "b"))
        self.assertEqual(found["pair"], (("x", "1"), ("y", "2")))
        self.assertEqual(values()["decospecs"], ())

    def test_has_flags_on_off_and_counted(self):
        self.assertIs(values("--no-flag")["flag"], False)
        self.assertIs(values("--no-flag", "--flag")["flag"], True)
        self.assertEqual(values("-vv", "--verbose")["verbose"], 3)

    def test_lets_arguments_stand_between_options(self):
        arguments = (Argument("path"), Argument("rest", nargs=-1, required=False))
        found = values("a", "--count", "2", "b", "--", "--flag", arguments=arguments)
        self.assertEqual((found["path"], found["rest"]), ("a", ("b", "--flag")))

    def test_stops_at_the_command_of_a_group(self):
        group = Context(Group("logs"), "flow.py logs", "", [Option("--all", is_flag=True)])
        found, rest = parse(group, ["--all", "show", "--all"])
        self.assertEqual((found, rest), ({"all": True}, ["show", "--all"]))

    def test_reads_variables_where_nothing_is_given(self):
        variables = {"METAFLOW_RUN_COUNT": "5", "METAFLOW_RUN_DECOSPECS": "a b"}
        with mock.patch.dict(os.environ, {**variables, "METAFLOW_RUN_FLAG": "no"}):
            found = values()
            self.assertEqual((found["count"], found["flag"]), (5, False))
            self.assertEqual(found["decospecs"], ("a", "b"))
            self.assertEqual(values("-n1")["count"], 1)

    def test_prefers_a_variable_of_the_option_s_own(self):
        options = [Option("--branch", envvar="METAFLOW_FLOW_BRANCH")]
        with mock.patch.dict(os.environ, {"METAFLOW_FLOW_BRANCH": "x"}):
            self.assertEqual(values(options=options)["branch"], "x")


class Messages(unittest.TestCase):
    def refused(self, *words, arguments=(), options=OPTIONS):
        with self.assertRaises(UsageError) as raised:
            values(*words, arguments=arguments, options=options)
        return raised.exception.message

    def test_name_what_is_wrong(self):
        path = Option("--file", type=FilePath(exists=True, dir_okay=False))
        cases = {
            "no such option: --nope": self.refused("--nope"),
            "no such option: --coun  Did you mean --count?": self.refused("--coun", "1"),
            "no such option: -x": self.refused("-x"),
            "--count option requires an argument": self.refused("--count"),
            "--pair option requires 2 arguments": self.refused("--pair", "1"),
            "--flag option does not take a value": self.refused("--flag=1"),
            "Invalid value for '-n' / '--count': x is not a valid integer": self.refused("-nx"),
            "Invalid value for '--kind': invalid choice: c. (choose from a, b)": self.refused(
                "--kind", "c"
            ),
            "Invalid value for '--file': File 'no/such' does not exist.": self.refused(
                "--file=no/such", options=[path]
            ),
            "Got unexpected extra arguments (a b)": self.refused("a", "b"),
            "Missing argument 'PATH'.": self.refused(arguments=(Argument("path"),)),
            "Missing option '--must'.": self.refused(options=[Option("--must", required=True)]),
        }
        for expected, message in cases.items():
            self.assertEqual(message, expected)

    def test_come_after_the_usage(self):
        self.assertEqual(
            usage_failure(context(Argument("path", required=False)), "It is wrong."),
            "Usage: flow.py run [OPTIONS] [PATH]\n"
            "Try 'flow.py run --help' for help.\n\nError: It is wrong.",
        )


class Help(unittest.TestCase):
    def test_is_asked_for_anywhere(self):
        with self.assertRaises(Exit) as raised:
            values("a", "--help", "--count", "2")
        self.assertIn("Usage: flow.py run [OPTIONS]", raised.exception.text)

    def test_shows_forms_values_and_defaults(self):
        text = help_text(context())
        self.assertIn("-n, --count INTEGER  How many.  [default: 1]", text)
        self.assertIn("--pair TEXT...", text)
        self.assertIn("--flag / --no-flag", text)
        self.assertIn("--kind [a|b]", text)
        self.assertNotIn("hidden", help_text(context(options=[Option("--hidden", hidden=True)])))


class Mixed(unittest.TestCase):
    def test_puts_options_of_above_before_the_command(self):
        top = Context(Group(""), "flow.py", "METAFLOW", [Option("--config", nargs=2), OPTIONS[1]])
        command = context().command
        words = ["run", "--count", "--config", "--config", "a", "b", "--with", "c"]
        self.assertEqual(
            with_top_options_first(words, top, command, object),
            ["--config", "a", "b", "run", "--count", "--config", "--with", "c"],
        )
