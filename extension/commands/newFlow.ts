/** A first flow to begin with, in a new unsaved file. */
import * as vscode from 'vscode';
import type { Command } from '../app';

const TEXT = `from metaflow import FlowSpec, Parameter, step


class HelloFlow(FlowSpec):
    """Greets everybody in a list, one task each."""

    greeting = Parameter("greeting", default="Hello", help="What to say")

    @step
    def start(self):
        self.names = ["Ada", "Grace", "Katherine"]
        self.next(self.greet, foreach="names")

    @step
    def greet(self):
        self.message = f"{self.greeting}, {self.input}!"
        print(self.message)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.messages = [task.message for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("\\n".join(self.messages))


if __name__ == "__main__":
    HelloFlow()
`;

export const newFlow: Command = async () => {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: TEXT });
  await vscode.window.showTextDocument(document);
};
