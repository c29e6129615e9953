"""Breaks the reference designs in known ways and asks whether the right rule, and only that one, speaks.

The one idea: a mutation is a pure function over the facts of a design. It chooses what to break by facets,
groups and flow kinds, never by the ids of a template, so one mutation applies to many designs.
`python -m tests.analysis.mutation` prints the score of every rule.
"""
