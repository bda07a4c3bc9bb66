"""Two kinds of classifier in plain Python, small enough to read: rows of numbers and labels in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[float]


@dataclass
class Scaler:
    """Brings every column to mean 0 and standard deviation 1, as the training rows have them."""

    means: list[float]
    deviations: list[float]

    @classmethod
    def fit(cls, rows: Sequence[Row]) -> Scaler:
        columns = list(zip(*rows))
        means = [sum(column) / len(column) for column in columns]
        deviations = [
            math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0
            for column, mean in zip(columns, means)
        ]
        return cls(means, deviations)

    def transform(self, rows: Sequence[Row]) -> list[list[float]]:
        return [
            [(v - mean) / deviation for v, mean, deviation in zip(row, self.means, self.deviations)]
            for row in rows
        ]


@dataclass
class NearestNeighbours:
    """Votes among the k training rows that lie closest."""

    k: int
    rows: list[list[float]]
    labels: list[str]

    @classmethod
    def fit(cls, rows: Sequence[Row], labels: Sequence[str], k: int) -> NearestNeighbours:
        return cls(k, [list(row) for row in rows], list(labels))

    def predict(self, row: Row) -> str:
        nearest = sorted(
            range(len(self.rows)), key=lambda i: (math.dist(row, self.rows[i]), self.labels[i])
        )[: self.k]
        votes = Counter(self.labels[i] for i in nearest)
        # A tie goes to the label that comes first in the alphabet, so that a run can be repeated.
        return min(votes, key=lambda label: (-votes[label], label))


@dataclass
class SoftmaxRegression:
    """A linear score for each label, turned into probabilities; trained by gradient descent."""

    classes: list[str]
    weights: list[list[float]]
    losses: list[float]

    @classmethod
    def fit(
        cls, rows: Sequence[Row], labels: Sequence[str], learning_rate: float, epochs: int = 60
    ) -> SoftmaxRegression:
        classes = sorted(set(labels))
        inputs = [[1.0, *row] for row in rows]
        weights = [[0.0] * len(inputs[0]) for _ in classes]
        losses = []
        for _ in range(epochs):
            gradient = [[0.0] * len(inputs[0]) for _ in classes]
            loss = 0.0
            for x, label in zip(inputs, labels):
                for c, p in enumerate(_softmax(weights, x)):
                    error = p - (classes[c] == label)
                    loss -= math.log(max(p, 1e-12)) if classes[c] == label else 0.0
                    for j, value in enumerate(x):
                        gradient[c][j] += error * value
            for c, row in enumerate(gradient):
                for j, slope in enumerate(row):
                    weights[c][j] -= learning_rate * slope / len(inputs)
            losses.append(loss / len(inputs))
        return cls(classes, weights, losses)

    def predict(self, row: Row) -> str:
        probabilities = _softmax(self.weights, [1.0, *row])
        return self.classes[max(range(len(self.classes)), key=probabilities.__getitem__)]


def _softmax(weights: Sequence[Row], x: Row) -> list[float]:
    scores = [sum(w * value for w, value in zip(row, x)) for row in weights]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def accuracy(predicted: Sequence[str], truth: Sequence[str]) -> float:
    """The share of rows that are right, 0 to 1."""
    return sum(p == t for p, t in zip(predicted, truth)) / len(truth)


def confusion(
    predicted: Sequence[str], truth: Sequence[str], classes: Sequence[str]
) -> list[list[int]]:
    """Counts: a row for each true class, a column for each predicted one."""
    pairs = Counter(zip(truth, predicted))
    return [[pairs[t, p] for p in classes] for t in classes]


def class_figures(matrix: Sequence[Sequence[int]], classes: Sequence[str]) -> dict:
    """Precision, recall and F1 of every class, from its confusion matrix."""
    figures = {}
    for i, name in enumerate(classes):
        hits = matrix[i][i]
        predicted = sum(row[i] for row in matrix)
        actual = sum(matrix[i])
        precision = hits / predicted if predicted else 0.0
        recall = hits / actual if actual else 0.0
        both = precision + recall
        figures[name] = {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / both, 4) if both else 0.0,
            "penguins": actual,
        }
    return figures
