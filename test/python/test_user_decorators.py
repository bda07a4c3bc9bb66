"""Step decorators and mutators of people's own."""

from __future__ import annotations

import unittest

from in_process import Run, flow_of
from metaflow._describe import describe
from metaflow._graph_info import graph_info_of
from metaflow.decorators import attach_decospecs
from metaflow.exception import DuplicateStepDecoratorException, MetaflowException

ABOVE = """
from metaflow import *
from metaflow import (
    Config, FlowMutator, StepMutator, UserStepDecorator, USER_SKIP_STEP, config_expr, project,
    user_step_decorator,
)

@user_step_decorator
def noting(step_name, flow, inputs, attributes):
    flow.notes = [*getattr(flow, "notes", []), f"before {attributes.get('name', step_name)}"]
    try:
        yield
    except ZeroDivisionError:
        flow.notes = [*flow.notes, "caught"]
    flow.notes = [*flow.notes, f"after {attributes.get('name', step_name)}"]

@user_step_decorator
def skipping(step_name, flow, inputs):
    yield USER_SKIP_STEP

@user_step_decorator
def replacing(step_name, flow, inputs):
    def other(flow):
        flow.replaced = True
        return True
    yield other

class Shown(UserStepDecorator):
    def init(self, **kwargs):
        self.given = kwargs
    def pre_step(self, step_name, flow, inputs=None):
        flow.given = self.given
    def post_step(self, step_name, flow, exception=None):
        flow.failed = str(exception)
        return None, {}

class Retried(StepMutator):
    def init(self, times=1):
        self.times = times
    def mutate(self, mutable_step):
        mutable_step.add_decorator(retry, deco_kwargs={"times": self.times}, duplicates=3)
"""
END = "\n    self.next(self.end)"


def step(decorators, body="self.done = True"):
    return f"{decorators}\n@step\ndef start(self):\n    {body}{END}"


class Wrapping(unittest.TestCase):
    def started(self, decorators, body="self.done = True"):
        run = Run(self, flow_of(step(decorators, body), ABOVE))
        result = run.attempt("start", "1")
        return result, run.artifacts("start", "1")

    def test_the_outermost_begins_first_and_ends_last(self):
        _, stored = self.started("@noting(name='a')\n@noting(name='b')")
        self.assertEqual(stored.load("notes"), ["before a", "before b", "after b", "after a"])

    def test_bare_and_with_parentheses(self):
        for form in ("@noting", "@noting()"):
            _, stored = self.started(form)
            self.assertEqual(stored.load("notes"), ["before start", "after start"])

    def test_a_caught_exception_lets_the_flow_go_on(self):
        result, stored = self.started("@noting", "1 / 0")
        self.assertEqual(result, {"state": "succeeded", "transition": {"next": ["end"]}})
        self.assertIn("caught", stored.load("notes"))

    def test_another_exception_fails_the_step(self):
        result, _ = self.started("@noting", "raise OSError('no')")
        self.assertEqual(result["error"]["type"], "builtins.OSError")

    def test_a_step_can_be_skipped_or_replaced(self):
        for decorator, there in [("@skipping", False), ("@replacing", False)]:
            result, stored = self.started(decorator)
            self.assertEqual(result, {"state": "succeeded", "transition": {"next": ["end"]}})
            self.assertEqual("done" in stored, there)
        self.assertIs(stored.load("replaced"), True)

    def test_one_that_is_a_class_gets_its_arguments_and_the_exception(self):
        result, stored = self.started("@Shown(size=2)", "raise OSError('no')")
        self.assertEqual(result["state"], "succeeded")
        self.assertEqual((stored.load("given"), stored.load("failed")), ({"size": 2}, "no"))

    def test_a_generator_that_yields_twice_fails_the_step(self):
        twice = "@user_step_decorator\ndef twice(step_name, flow, inputs):\n    yield\n    yield\n"
        run = Run(self, flow_of(step("@twice"), ABOVE + twice))
        self.assertIn("more than one yield", run.attempt("start", "1")["error"]["message"])

    def test_only_generators_of_the_right_shape_become_decorators(self):
        for function in ("def f(a, b, c): pass", "def f(a):\n    yield"):
            with self.assertRaises(MetaflowException):
                flow_of("", f"{ABOVE}@user_step_decorator\n{function}")

    def test_with_attaches_one_by_its_name(self):
        flow = flow_of(step(""), ABOVE)
        attach_decospecs(flow, [f"{flow.__module__}.noting:name=w"])
        run = Run(self, flow)
        run.attempt("start", "1")
        self.assertEqual(run.artifacts("start", "1").load("notes"), ["before w", "after w"])


class Mutating(unittest.TestCase):
    def described(self, mutator, on="@Changed", body=None):
        above = f"{ABOVE}\nclass Changed(FlowMutator):\n{mutator}\n{on}"
        # Bare above the class, the mutator stands where the class would.
        flow = flow_of(body or step(""), above)
        return describe(getattr(flow, "_flow_cls", None) or flow, "flow.py")

    def test_a_step_mutator_adds_a_decorator(self):
        described = describe(flow_of(step("@Retried(times=3)\n@retry(times=1)"), ABOVE), "flow.py")
        (decorator,) = described["steps"][0]["decorators"]
        self.assertEqual(decorator["attributes"]["times"], 3)

    def test_a_flow_mutator_adds_parameters_and_decorators(self):
        described = self.described(
            "    def pre_mutate(self, flow):\n"
            "        flow.add_parameter('extra', Parameter('extra', default=5))\n"
            "        flow.add_decorator('project:name=mine')\n"
            "        for name, step in flow.steps:\n"
            "            step.add_decorator('timeout:seconds=9')\n"
            "    def mutate(self, flow):\n"
            "        flow.end.remove_decorator('timeout')\n"
        )
        self.assertEqual([each["name"] for each in described["parameters"]], ["extra"])
        self.assertEqual(described["decorators"][0]["attributes"]["name"], "mine")
        names = [[each["name"] for each in one["decorators"]] for one in described["steps"]]
        self.assertEqual(names, [["timeout"], []])

    def test_a_flow_mutator_sees_the_steps_by_name(self):
        described = self.described(
            "    def mutate(self, flow):\n"
            "        for at, (name, step) in enumerate(flow.steps):\n"
            "            step.add_decorator('timeout', deco_kwargs={'seconds': at + 1})\n"
        )
        seconds = {
            one["name"]: one["decorators"][0]["attributes"]["seconds"] for one in described["steps"]
        }
        self.assertEqual(seconds, {"end": 1, "start": 2})

    def test_configs_say_what_a_mutator_does(self):
        described = self.described(
            "    def init(self, n):\n        self.n = n\n"
            "    def pre_mutate(self, flow):\n"
            "        assert dict(flow.configs)['cfg'].n == self.n == flow.cfg.n\n"
            "        flow.start.add_decorator(retry, deco_kwargs={'times': self.n})\n",
            on="@Changed(config_expr('cfg.n'))",
            body=f"cfg = Config('cfg', default_value={{'n': 2}})\n{step('')}",
        )
        self.assertEqual(described["steps"][0]["decorators"][0]["attributes"]["times"], 2)

    def test_flows_inherit_mutators(self):
        above = (
            f"{ABOVE}\nclass Changed(FlowMutator):\n    def pre_mutate(self, flow):\n"
            "        flow.add_parameter('extra', Parameter('extra', default=5))\n"
            "@Changed\nclass Base(FlowSpec):\n    pass\nFlowSpec = Base\n"
        )
        self.assertEqual(describe(flow_of("", above), "f.py")["parameters"][0]["name"], "extra")

    def test_mutate_comes_too_late_for_the_flow_itself(self):
        with self.assertRaisesRegex(MetaflowException, "too late in `mutate`"):
            self.described(
                "    def mutate(self, flow):\n"
                "        flow.add_parameter('extra', Parameter('extra'))\n"
            )

    def test_duplicates(self):
        for how, times in [("IGNORE", 1), ("OVERRIDE", 4)]:
            described = self.described(
                "    def pre_mutate(self, flow):\n"
                "        flow.start.add_decorator(retry, deco_kwargs={'times': 4},"
                f" duplicates=flow.{how})\n",
                body=step("@retry(times=1)"),
            )
            self.assertEqual(described["steps"][0]["decorators"][0]["attributes"]["times"], times)
        with self.assertRaises(DuplicateStepDecoratorException):
            self.described(
                "    def pre_mutate(self, flow):\n"
                "        flow.start.add_decorator(retry, duplicates=flow.ERROR)\n",
                body=step("@retry(times=1)"),
            )

    def test_the_stored_graph_names_who_inserted_what(self):
        flow = flow_of(step("@noting(name='a')\n@Retried(times=2)"), ABOVE)
        describe(flow, "flow.py")
        told = graph_info_of(flow, "flow.py")["steps"]["start"]["decorators"]
        module = flow.__module__
        self.assertEqual(
            [(each["name"], each["statically_defined"], each["inserted_by"]) for each in told],
            [
                ("retry", True, [f"{module}.Retried"]),
                (f"{module}.noting", True, None),
                (f"{module}.Retried", True, None),
            ],
        )
        self.assertEqual(told[1]["attributes"], {"_args": [], "name": "a"})


if __name__ == "__main__":
    unittest.main()
