"""The inspector: every field of what is selected, with units, defaults shown as defaults, and findings below.

The one idea: a table says which fields stand in which section (`fields`), the record's types say how each is edited
(`editors`), and one form shows and writes them for one element or many (`form`).
"""

from mlsd_studio.panels.inspector.panel import Inspector
from mlsd_studio.panels.inspector.tabs import InspectorTabs

__all__ = ["Inspector", "InspectorTabs"]
