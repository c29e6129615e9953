"""What a rule says of itself: the sections of its page, and its whole page as a dialog."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from mlsd_studio.analysis.grouping import rule_group
from mlsd_studio.analysis.notices import NOTICES
from mlsd_studio.analysis.references import references
from mlsd_studio.analysis.rule import Rule
from mlsd_studio.analysis.team import in_use
from mlsd_studio.drawing.theme import Theme

CODE_BLOCKS = ("Example", "Instead")


def help_of(code: str) -> dict[str, str]:
    """The sections of a rule's help page as running text; empty for a finding that no rule made."""
    rule = in_use().rules.get(code)
    return _running(rule) if rule is not None else {}


@lru_cache(maxsize=256)
def _running(rule: Rule) -> dict[str, str]:
    return {name: " ".join(words.split()) for name, words in rule.sections().items()}


def source_html(source: str) -> str:
    """The sources with links where their address is known; a link is only followed when it is clicked."""
    parts = []
    for one in references(source):
        text = html.escape(one.text)
        parts.append(
            f'<a href="{html.escape(one.url)}" style="text-decoration: none">{text}</a>' if one.url else text
        )
    return "; ".join(parts)


def open_link(url: str | QUrl) -> None:
    """Show a page in the user's browser; only pages of the web."""
    target = QUrl(url)
    if target.scheme() in ("https", "http"):
        QDesktopServices.openUrl(target)


def page_html(code: str, look: Theme) -> str:
    """The whole help page of a rule as HTML in a theme's colours."""
    rule = in_use().rules.get(code)
    if rule is None:
        words = NOTICES.get(code, "No help page belongs to this code.")
        return _sheet(look, f"<h2>{html.escape(code)}</h2><p>{html.escape(words)}</p>")
    grade = f"{rule_group(code)} · {rule.severity} · from stage {rule.stage} on"
    body = f"<h2>{html.escape(f'{code}  {rule.title}')}</h2><p class='quiet'>{grade}</p>"
    for name, words in rule.sections().items():
        content = source_html(words) if name == "Source" else _prose(words)
        body += f"<p class='head'>{name}</p>" + (f"<p>{content}</p>" if name == "Source" else content)
    return _sheet(look, body)


def _prose(words: str) -> str:
    """Paragraphs as they stand; lines indented by four are a design in YAML."""
    parts = []
    for block in re.split(r"\n\s*\n", words.strip("\n")):
        if block.startswith("    "):
            lines = "\n".join(line[4:] for line in block.splitlines())
            parts.append(f"<pre>{html.escape(lines)}</pre>")
        else:
            parts.append(f"<p>{html.escape(' '.join(block.split()))}</p>")
    return "".join(parts)


def _sheet(look: Theme, body: str) -> str:
    return (
        f"<style>body {{ color: {look['text']}; }} h2 {{ font-size: 17px; font-weight: 600; margin: 0 0 2px 0; }}"
        f" .head {{ font-weight: 600; color: {look['muted']}; margin: 14px 0 2px 0; }}"
        f" p {{ margin: 2px 0 6px 0; }} .quiet {{ color: {look['muted']}; }}"
        f" pre {{ background: {look['background']}; font-size: 12px; margin: 4px 0; }}"
        f" a {{ color: {look['accent']}; text-decoration: none; }}</style>{body}"
    )


class HelpDialog(QDialog):
    """The page of one rule, beside the window; showing another code turns the page."""

    def __init__(self, look: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.code = ""
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setProperty("role", "plain")
        self.page.setAccessibleName("Help page of the rule")
        self.page.document().setDocumentMargin(12)
        self.page.anchorClicked.connect(open_link)
        self.page.highlighted.connect(lambda url: self.page.setToolTip(url.toString()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 12)
        column.addWidget(self.page, 1)
        column.addWidget(buttons)
        self.resize(620, 640)

    def show_code(self, code: str) -> None:
        """Show the page of a rule, without taking the window away from the user."""
        self.code = code
        self.setWindowTitle(f"{code} — what the rule says")
        self.page.setHtml(page_html(code, self._look))
        self.show()
        self.raise_()
        self.page.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, look: Theme) -> None:
        """Take another theme's colours."""
        self._look = look
        if self.code:
            self.page.setHtml(page_html(self.code, look))
