"""Tells the three penguin species of the Palmer archipelago apart by their measures."""

import csv
import random
from pathlib import Path

import models
from metaflow import FlowSpec, Parameter, retry, step

FEATURES = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm", "body_mass_g"]
TABLE = Path(__file__).with_name("penguins.csv")


class PenguinsFlow(FlowSpec):
    """Trains several models side by side, chooses one on a validation split, tests it once."""

    seed = Parameter("seed", default=1, help="decides how the penguins are split")
    holdout = Parameter(
        "holdout", default=0.2, help="share of penguins kept for validation, and again for the test"
    )

    @step
    def start(self):
        """Load the table and leave out penguins that were not measured."""
        with TABLE.open(newline="") as file:
            table = list(csv.DictReader(file))
        measured = [row for row in table if all(row[name] for name in FEATURES)]
        self.rows = [[float(row[name]) for name in FEATURES] for row in measured]
        self.labels = [row["species"] for row in measured]
        self.classes = sorted(set(self.labels))
        print(f"{len(measured)} of {len(table)} penguins have all four measures")
        self.next(self.split)

    @step
    def split(self):
        """Shuffle within each species, so that all three parts have the same mix."""
        shuffle = random.Random(self.seed).shuffle
        parts = {"train": [], "valid": [], "test": []}
        for name in self.classes:
            members = [i for i, label in enumerate(self.labels) if label == name]
            shuffle(members)
            n = round(len(members) * self.holdout)
            parts["test"] += members[:n]
            parts["valid"] += members[n : 2 * n]
            parts["train"] += members[2 * n :]
        self.scaler = models.Scaler.fit([self.rows[i] for i in parts["train"]])
        scaled = self.scaler.transform(self.rows)
        self.train_rows, self.train_labels = self.take(parts["train"], scaled)
        self.valid_rows, self.valid_labels = self.take(parts["valid"], scaled)
        self.test_rows, self.test_labels = self.take(parts["test"], scaled)
        self.candidates = [f"knn k={k}" for k in (1, 3, 5, 9, 15, 25)]
        self.candidates += [f"softmax lr={rate}" for rate in (0.03, 0.1, 0.3, 1.0)]
        sizes = ", ".join(f"{name} {len(members)}" for name, members in parts.items())
        print(f"split with seed {self.seed}: {sizes}")
        self.next(self.train, foreach="candidates")

    def take(self, members, rows):
        return [rows[i] for i in members], [self.labels[i] for i in members]

    @retry(times=1, minutes_between_retries=0)
    @step
    def train(self):
        """Fit one candidate and see how it does on the validation penguins."""
        self.candidate = self.input
        kind, setting = self.candidate.split()
        value = float(setting.split("=")[1])
        if kind == "knn":
            self.model = models.NearestNeighbours.fit(
                self.train_rows, self.train_labels, k=int(value)
            )
        else:
            self.model = models.SoftmaxRegression.fit(
                self.train_rows, self.train_labels, learning_rate=value
            )
        predicted = [self.model.predict(row) for row in self.valid_rows]
        self.accuracy = models.accuracy(predicted, self.valid_labels)
        print(f"{self.candidate}: {self.accuracy:.3f} on {len(predicted)} validation penguins")
        self.next(self.choose)

    @step
    def choose(self, inputs):
        """Keep the candidate with the best validation accuracy; the first of equals."""
        best = max(inputs, key=lambda task: task.accuracy)
        self.leaderboard = {
            task.candidate: round(task.accuracy, 4)
            for task in sorted(inputs, key=lambda task: -task.accuracy)
        }
        self.candidate, self.model = best.candidate, best.model
        self.merge_artifacts(inputs, include=["test_rows", "test_labels", "classes", "scaler"])
        print(f"best of {len(self.leaderboard)}: {self.candidate}")
        self.next(self.evaluate)

    @step
    def evaluate(self):
        """Test the chosen model on penguins that nothing has seen yet."""
        predicted = [self.model.predict(row) for row in self.test_rows]
        self.test_accuracy = models.accuracy(predicted, self.test_labels)
        self.confusion = models.confusion(predicted, self.test_labels, self.classes)
        self.figures = models.class_figures(self.confusion, self.classes)
        self.next(self.end)

    @step
    def end(self):
        print(f"{self.candidate} tells {self.test_accuracy:.1%} of the test penguins right")


if __name__ == "__main__":
    PenguinsFlow()
