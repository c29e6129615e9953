"""What a design is: typed records, the one way to change them, and the graph they form.

The one idea: a document is a set of tables of frozen records, and every edit is a `Change` that
says what each record was before and is after. Undo is the reversed change.
"""

from mlsd_studio.model.changes import Change, Edit
from mlsd_studio.model.document import Document, EditError
from mlsd_studio.model.history import History

__all__ = ["Change", "Document", "Edit", "EditError", "History"]
