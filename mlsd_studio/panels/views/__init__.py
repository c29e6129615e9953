"""The tabs of the views above the canvas, and what new views can be made of.

The one idea: a tab is a view of the file that was not closed; all they do is an edit or `Viewing`.
"""

from mlsd_studio.panels.views.nothing import NothingShown
from mlsd_studio.panels.views.offers import Offer, new_view, offers
from mlsd_studio.panels.views.tabs import ViewTabs

__all__ = ["NothingShown", "Offer", "ViewTabs", "new_view", "offers"]
