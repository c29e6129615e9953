"""MLSD Studio: sketch production ML systems, and the sketch answers back."""

__version__ = "0.1.0"
