"""Flows run from programs and notebooks: `Runner`, `NBRunner`."""
