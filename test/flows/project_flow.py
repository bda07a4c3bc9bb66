"""A flow of a project: what `current` says of it."""

from metaflow import FlowSpec, current, project, step


@project(name="test_project")
class ProjectFlow(FlowSpec):
    @step
    def start(self):
        self.of_project = (
            current.project_name,
            current.branch_name,
            current.project_flow_name,
            current.is_user_branch,
            current.is_production,
        )
        self.next(self.end)

    @step
    def end(self):
        print(self.of_project)


if __name__ == "__main__":
    ProjectFlow()
