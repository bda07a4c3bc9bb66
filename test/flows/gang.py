"""A step that runs as several processes at once, which know of each other."""

from metaflow import FlowSpec, current, parallel, step


class GangFlow(FlowSpec):
    @step
    def start(self):
        self.seed = 7
        self.next(self.work, num_parallel=3)

    @parallel
    @step
    def work(self):
        self.nodes = current.parallel.num_nodes
        self.node = current.parallel.node_index
        self.host = current.parallel.main_ip
        self.has_control_task = bool(current.parallel.control_task_id)
        self.product = self.seed * self.input
        if self.node > 1:
            return  # Where a gang goes is for its control task to say.
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.nodes = {each.nodes for each in inputs}
        self.products = sorted(each.product for each in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.nodes, self.products)


if __name__ == "__main__":
    GangFlow()
