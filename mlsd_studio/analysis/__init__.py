"""What the studio says about a design: findings, fixes, and the facts and numbers they rest on.

The one idea: a rule is one small file that asks for kinds' groups and facets, never for product names, over
facts that are computed once per state of the document (`context.Facts`). The same engine serves the worker
process beside the window and the command line.
"""
