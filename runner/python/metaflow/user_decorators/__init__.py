"""Decorators and mutators of people's own: the classes they derive from, and what these get to see
of a flow.
"""
