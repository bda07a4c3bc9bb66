"""The decorators: what they are called with, by text or in the source, and what they refuse."""

from __future__ import annotations

import json
import os
import unittest
from pathlib import Path

from in_process import Run, flow_of
from metaflow._graph_info import graph_info_of
from metaflow.decorators import (
    attach_decospecs,
    flow_options,
    official_needs,
    open_flow_decorators,
    open_step_decorators,
)
from metaflow.decorators._specs import attributes_of_spec, spec_of
from metaflow.decorators._table import get_all_flow_decos, get_all_step_decos
from metaflow.exception import (
    DuplicateFlowDecoratorException,
    InvalidDecoratorAttribute,
    MetaflowException,
    UnknownStepDecoratorException,
)
from metaflow.metaflow_current import _of_run, current
from metaflow.metaflow_environment import InvalidEnvironmentException

GOLDEN = json.loads(Path(__file__, "../../golden/decorators.json").resolve().read_text())


def opened(flow, said=None, **values):
    """System tags; `said` gets what is echoed."""
    lines = [] if said is None else said
    return open_flow_decorators(
        flow, values, user="ada", echo=lambda line, **style: lines.append(line)
    )


def decorators_of(flow, step="start"):
    return [each.name for each in getattr(flow, step).decorators]


class Defaults(unittest.TestCase):
    maxDiff = None

    def test_are_those_of_metaflow(self):
        for kind, ours in (("step", get_all_step_decos()), ("flow", get_all_flow_decos())):
            described = {
                name: {
                    "defaults": {**each.defaults, **each.stored_defaults},
                    "multiple": each.allow_multiple,
                }
                for name, each in ours.items()
            }
            self.assertEqual(described, GOLDEN[kind])

    def test_have_the_name_that_they_are_listed_under(self):
        for name, each in {**get_all_step_decos(), **get_all_flow_decos()}.items():
            self.assertEqual(each.name, name)


class ByText(unittest.TestCase):
    def test_values_are_json_or_numbers_or_texts(self):
        self.assertEqual(
            attributes_of_spec('times=3,ratio=0.5,name=a b,vars={"A": "1,2"},flag=true,none=null'),
            {
                "times": 3,
                "ratio": 0.5,
                "name": "a b",
                "vars": {"A": "1,2"},
                "flag": True,
                "none": None,
            },
        )

    def test_escaped_quotes_are_quotes(self):
        self.assertEqual(attributes_of_spec('vars={\\"A\\": 1}'), {"vars": {"A": 1}})

    def test_a_part_without_a_name_is_refused(self):
        with self.assertRaisesRegex(MetaflowException, "name=value"):
            attributes_of_spec("times")

    def test_comes_back_as_it_went(self):
        attributes = {"times": 3, "vars": {"A": ["x", 1]}, "name": "n"}
        name, _, text = spec_of("retry", {**attributes, "none": None}).partition(":")
        self.assertEqual((name, attributes_of_spec(text)), ("retry", attributes))

    def test_is_added_to_every_step(self):
        flow = flow_of("")
        attach_decospecs(flow, ["retry:times=2", "resources"])
        self.assertEqual(decorators_of(flow), ["retry", "resources"])
        self.assertEqual(decorators_of(flow, "end"), ["retry", "resources"])
        self.assertEqual(flow.start.decorators[0].attributes["times"], 2)

    def test_what_the_source_says_wins(self):
        flow = flow_of(
            """
            @retry(times=1)
            @step
            def start(self):
                self.next(self.end)
            """
        )
        attach_decospecs(flow, ["retry:times=3", "retry:times=4"])
        self.assertEqual([each.attributes["times"] for each in flow.start.decorators], [1])
        self.assertEqual([each.attributes["times"] for each in flow.end.decorators], [3])

    def test_cards_add_up(self):
        flow = flow_of("")
        attach_decospecs(flow, ["card:id=a", "card:id=b"])
        self.assertEqual([each.attributes["id"] for each in flow.end.decorators], ["a", "b"])

    def test_unknown_ones_are_named_with_those_that_there_are(self):
        with self.assertRaisesRegex(UnknownStepDecoratorException, "nope.*retry"):
            attach_decospecs(flow_of(""), ["nope"])

    def test_unknown_attributes_are_named(self):
        with self.assertRaisesRegex(InvalidDecoratorAttribute, "tmies"):
            attach_decospecs(flow_of(""), ["retry:tmies=1"])

    def test_a_module_that_is_not_there_is_named(self):
        with self.assertRaisesRegex(MetaflowException, "no_such_module.deco"):
            attach_decospecs(flow_of(""), ["no_such_module.deco"])

    def test_the_graph_says_where_a_decorator_is_from(self):
        flow = flow_of(
            """
            @retry
            @step
            def start(self):
                self.next(self.end)
            """
        )
        attach_decospecs(flow, ["retry:times=2"])
        steps = graph_info_of(flow, "flow.py")["steps"]
        told = {name: step["decorators"][0] for name, step in steps.items()}
        self.assertEqual(
            told,
            {
                "start": {
                    "name": "retry",
                    "attributes": {"times": "3", "minutes_between_retries": "2"},
                    "statically_defined": True,
                    "inserted_by": None,
                },
                "end": {
                    "name": "retry",
                    "attributes": {"times": 2, "minutes_between_retries": "2"},
                    "statically_defined": False,
                    "inserted_by": None,
                },
            },
        )


class Checks(unittest.TestCase):
    def assert_refused(self, words, spec):
        flow = flow_of("")
        attach_decospecs(flow, [spec])
        with self.assertRaisesRegex(MetaflowException, words):
            open_step_decorators(flow)

    def test_retry_has_room_for_four(self):
        flow = flow_of("")
        attach_decospecs(flow, ["retry:times=4"])
        open_step_decorators(flow)
        self.assert_refused(r"@retry\(times=4\)", "retry:times=5")

    def test_timeout_needs_a_time(self):
        self.assert_refused("needs a time", "timeout")

    def test_environment_takes_a_dict(self):
        self.assert_refused("dict of variables", "environment:vars=x")

    def test_packages_need_an_environment(self):
        flow = flow_of("@pypi(packages={'numpy': '1.26'})\n@step\ndef start(self):\n    pass\n")
        with self.assertRaisesRegex(InvalidEnvironmentException, "@pypi .*--environment=pypi"):
            official_needs(flow)
        self.assertEqual(official_needs(flow, "pypi"), ["@pypi of step 'start'"])

    def test_what_only_metaflow_runs_is_named(self):
        flow = flow_of("@batch\n@step\ndef start(self):\n    self.next(self.end)\n")
        self.assertEqual(official_needs(flow), ["@batch of step 'start'"])
        self.assertEqual(official_needs(flow_of("")), [])


class Project(unittest.TestCase):
    def setUp(self):
        # Called in the other order.
        self.addCleanup(current._set)
        self.addCleanup(_of_run.clear)

    def flow(self, attributes="name='demo'"):
        return flow_of("", above=f"from metaflow import project\n@project({attributes})")

    def test_is_on_the_branch_of_the_user(self):
        said = []
        tags = opened(self.flow(), said)
        self.assertEqual(tags, ["project:demo", "project_branch:user.ada"])
        self.assertEqual(said, ["Project: *demo*, Branch: *user.ada*"])
        self.assertEqual(current.project_flow_name, "demo.user.ada.TestedFlow")
        self.assertIs(current.is_user_branch, True)
        self.assertIs(current.is_production, False)

    def test_stays_in_current_from_task_to_task(self):
        opened(self.flow())
        current._set(step_name="start", is_running_flow=True)
        self.assertEqual((current.step_name, current.project_name), ("start", "demo"))

    def test_takes_branch_and_production_from_the_command_line(self):
        for values, branch in (
            ({"branch": "b"}, "test.b"),
            ({"production": True}, "prod"),
            ({"production": True, "branch": "b"}, "prod.b"),
        ):
            opened(self.flow(), **values)
            self.assertEqual(current.branch_name, branch)
            self.assertIs(current.is_user_branch, False)

    def test_takes_them_from_the_source(self):
        opened(self.flow("name='demo', branch='b', production=True"))
        self.assertEqual(current.branch_name, "prod.b")

    def test_the_two_may_not_disagree(self):
        with self.assertRaisesRegex(MetaflowException, "says something else than @project"):
            opened(self.flow("name='demo', branch='b'"), branch="c")
        opened(self.flow("name='demo', branch='b'"), branch="b")

    def test_names_are_checked(self):
        for attributes, words in (
            ("name=''", "needs a name"),
            ("name='Demo'", "lowercase"),
            ("name='d' * 129", "maximum is 128"),
            ("name='demo', branch='a-b'", "branch name.*lowercase"),
        ):
            with self.assertRaisesRegex(MetaflowException, words):
                opened(self.flow(attributes))

    def test_stands_once(self):
        with self.assertRaises(DuplicateFlowDecoratorException):
            flow_of(
                "", above="from metaflow import project\n@project(name='a')\n@project(name='b')"
            )

    def test_has_options_with_variables(self):
        options = {option.name: option for option in flow_options(self.flow())}
        self.assertEqual(sorted(options), ["branch", "production"])
        self.assertEqual(options["branch"].envvars, ["METAFLOW_FLOW_BRANCH"])
        self.assertTrue(options["production"].is_flag)


class Triggers(unittest.TestCase):
    def triggers(self, text):
        name = text.partition("(")[0]
        flow = flow_of("", above=f"from metaflow import {name}\n@{text}")
        opened(flow)
        return flow._flow_decorators[0].triggers

    def test_events_become_dicts(self):
        self.assertEqual(self.triggers("trigger(event='a')"), [{"name": "a"}])
        self.assertEqual(
            self.triggers("trigger(events=['a', {'name': 'b', 'parameters': ['x', ('y', 'z')]}])"),
            [{"name": "a"}, {"name": "b", "parameters": {"x": "x", "y": "z"}}],
        )

    def test_functions_wait_for_the_deployment(self):
        (trigger,) = self.triggers("trigger(event=lambda ctx: 1 / 0)")
        self.assertTrue(callable(trigger))

    def test_flows_become_dicts(self):
        self.assertEqual(
            self.triggers("trigger_on_finish(flow='a.prod.x.Flow')"),
            [{"fq_name": "a.prod.x.Flow", "project": "a", "branch": "prod.x", "flow": "Flow"}],
        )
        self.assertEqual(
            self.triggers(
                "trigger_on_finish(flows=['A', {'name': 'B', 'project_branch': 'prod'}])"
            ),
            [
                {"fq_name": "A", "flow": "A"},
                {"fq_name": "B", "branch": "prod", "flow": "B"},
            ],
        )

    def test_wrong_forms_are_refused(self):
        for text, words in (
            ("trigger()", "names no event"),
            ("trigger(event='a', events=['b'])", "not both"),
            ("trigger(events=['a', 'a'])", "same event twice"),
            ("trigger(event={'parameters': {}})", "name"),
            ("trigger(event={'name': 'a', 'parameters': {'x': 1}})", "parameters"),
            ("trigger(event=3)", "not int"),
            ("trigger(events='a')", "list"),
            ("trigger_on_finish()", "names no flow"),
            ("trigger_on_finish(flow='a.b')", "neither"),
            ("trigger_on_finish(flow='a b')", "no flow can be called"),
            ("trigger_on_finish(flow={'name': 'a.b'})", "a text without dots"),
            ("trigger_on_finish(flow={})", "names no flow"),
            ("trigger_on_finish(flows=[3])", "not int"),
        ):
            with self.subTest(text), self.assertRaisesRegex(MetaflowException, words):
                self.triggers(text)


class OtherFlowDecorators(unittest.TestCase):
    def decorator(self, text):
        name = text.partition("(")[0]
        flow = flow_of("", above=f"from metaflow import {name}\n@{text}")
        opened(flow)
        return flow._flow_decorators[0]

    def test_schedule_is_a_cron_expression(self):
        self.assertEqual(self.decorator("schedule(hourly=True)").schedule, "0 * * * ? *")
        self.assertEqual(self.decorator("schedule()").schedule, "0 0 * * ? *")
        self.assertEqual(self.decorator("schedule(cron='0 10 * * ? *')").schedule, "0 10 * * ? *")
        self.assertIsNone(self.decorator("schedule(daily=False)").schedule)

    def test_exit_hooks_are_functions_or_names(self):
        hook = self.decorator("exit_hook(on_success=[print, 'mod.f'], on_error=['g'])")
        self.assertEqual((hook.success_hooks, hook.error_hooks), (["print", "mod.f"], ["g"]))
        with self.assertRaisesRegex(MetaflowException, "on_success, on_error or both"):
            self.decorator("exit_hook()")
        with self.assertRaises(ValueError):
            self.decorator("exit_hook(on_success=[3])")

    def test_sensors_know_what_they_wait_for(self):
        with self.assertRaisesRegex(MetaflowException, "bucket_key"):
            self.decorator("airflow_s3_key_sensor()")
        with self.assertRaisesRegex(MetaflowException, "nearly"):
            self.decorator(
                "airflow_external_task_sensor(external_dag_id='d', allowed_states=['nearly'])"
            )


class EnvironmentVariables(unittest.TestCase):
    def test_are_texts_in_the_step(self):
        flow = flow_of(
            """
            @environment(vars={"TESTED_NUMBER": 7, "TESTED_NONE": None})
            @step
            def start(self):
                import os
                self.seen = os.environ["TESTED_NUMBER"], os.environ["TESTED_NONE"]
                self.next(self.end)
            """
        )
        self.addCleanup(os.environ.pop, "TESTED_NUMBER", None)
        self.addCleanup(os.environ.pop, "TESTED_NONE", None)
        run = Run(self, flow)
        self.assertEqual(run.attempt("start", "1")["state"], "succeeded")
        self.assertEqual(run.artifacts("start", "1").load("seen"), ("7", "None"))


class OfOnesOwn(unittest.TestCase):
    """Classes that people wrote against Metaflow's base class."""

    def test_get_metaflows_hooks(self):
        from metaflow.decorators import StepDecorator, _base_step_decorator
        from metaflow.metadata_provider import MetaDatum

        told = []

        class Told(StepDecorator):
            name = "told"
            defaults = {"level": 1}

            def step_init(self, flow, graph, step_name, decos, environment, datastore, logger):
                told.append(("init", graph[step_name].type, self.attributes["level"]))

            def task_pre_step(self, step_name, datastore, metadata, run_id, task_id, flow, *rest):
                datum = MetaDatum(field="told", value="yes", type="told", tags=[])
                metadata.register_metadata(run_id, step_name, task_id, [datum])
                told.append(("before", step_name, run_id, task_id))

            def task_decorate(self, step_func, flow, graph, retry_count, max_retries, ubf):
                def around():
                    flow.begun = True
                    step_func()

                return around

            def task_post_step(self, step_name, flow, graph, retry_count, max_retries):
                told.append(("after", flow.begun, retry_count, max_retries))

            def task_exception(self, exception, step_name, flow, graph, retry_count, max_retries):
                told.append(("failed", str(exception)))
                return False

            def task_finished(self, step_name, flow, graph, ok, retry_count, max_retries):
                told.append(("stored", ok))

        flow = flow_of(
            """
            @step
            def start(self):
                if self.fail:
                    raise ValueError("as asked")
                self.next(self.end)
            fail = Parameter("fail", default=False)
            """
        )
        _base_step_decorator(Told, level=2)(flow.start)
        open_step_decorators(flow)
        run = Run(self, flow)
        run.attempt("start", "1")
        self.assertEqual(
            told,
            [
                ("init", "start", 2),
                ("before", "start", "1", "1"),
                ("after", True, 0, 0),
                ("stored", True),
            ],
        )
        del told[:]
        Run(self, flow, {"fail": "True"}).attempt("start", "1")
        self.assertEqual(told[1:], [("failed", "as asked"), ("stored", False)])

    def test_flows_too(self):
        from metaflow.decorators import FlowDecorator, _base_flow_decorator

        told = []

        class Told(FlowDecorator):
            name = "told"
            options = {"loud-ness": {"default": 3, "help": "How loud."}}

            def flow_init(self, flow, graph, environment, datastore, metadata, logger, echo, given):
                told.append((flow.__name__, given))

        flow = _base_flow_decorator(Told, flow_of(""))
        opened(flow, loud_ness=5)
        self.assertEqual(told, [("TestedFlow", {"loud-ness": 5})])
        self.assertEqual([option.name for option in flow_options(flow)], ["loud_ness"])


if __name__ == "__main__":
    unittest.main()
