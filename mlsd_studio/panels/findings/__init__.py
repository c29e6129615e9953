"""The findings: what the checks say of the design, one row each, with a way out.

The one idea: a small tree (`model`) holds findings, under each of them one row for its details; a delegate
(`delegate`) paints the rows, so that thousands scroll well, and real widgets (`detail`) exist only for rows that are
open.
"""

from mlsd_studio.panels.findings.panel import FindingsPanel

__all__ = ["FindingsPanel"]
