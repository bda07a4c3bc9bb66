"""Step decorators that users write: generators and classes, with arguments, skipping a step."""

from metaflow import (
    USER_SKIP_STEP,
    FlowSpec,
    StepMutator,
    UserStepDecorator,
    step,
    user_step_decorator,
)


@user_step_decorator
def noted(step_name, flow, inputs=None, attributes=None):
    flow.notes = [*getattr(flow, "notes", []), f"before {step_name} {attributes or {}}"]
    yield
    flow.notes = [*flow.notes, f"after {step_name}"]


@user_step_decorator
def guarded(step_name, flow, inputs=None, attributes=None):
    try:
        yield
    except ValueError as error:
        flow.caught = str(error)


class Skipped(UserStepDecorator):
    def init(self, value):
        self.value = value

    def pre_step(self, step_name, flow, inputs=None):
        flow.skipped = [step_name, self.value]
        self.skip_step = {}


class Counted(UserStepDecorator):
    def pre_step(self, step_name, flow, inputs=None):
        flow.before = step_name

    def post_step(self, step_name, flow, exception=None):
        flow.after = (step_name, repr(exception))


class Noted(StepMutator):
    def mutate(self, mutable_step):
        mutable_step.add_decorator(noted, deco_kwargs={"by": "mutator"})


@user_step_decorator
def also_skipped(step_name, flow, inputs=None, attributes=None):
    flow.also_skipped = step_name
    yield USER_SKIP_STEP


class WrappersFlow(FlowSpec):
    @noted
    @step
    def start(self):
        self.next(self.first)

    @Skipped(value=3)
    @step
    def first(self):
        self.never = True
        self.next(self.second)

    @guarded
    @Counted
    @noted(depth=2)
    @step
    def second(self):
        self.next(self.third)

    @also_skipped
    @step
    def third(self):
        self.never = True
        self.next(self.end)

    @Noted
    @step
    def end(self):
        print(self.notes, self.skipped, self.before, self.after)


if __name__ == "__main__":
    WrappersFlow()
