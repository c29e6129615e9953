"""The numbers of a design, each exact over the structure function or *unknown*: never a silent
approximation.
"""
