"""Help pages as rich text in a theme's colours; links are only followed when they are clicked."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from mlsd_studio.analysis.grouping import rule_group
from mlsd_studio.analysis.notices import NOTICES
from mlsd_studio.analysis.numbers.pages import Page, page_of
from mlsd_studio.analysis.references import references
from mlsd_studio.analysis.team import in_use
from mlsd_studio.drawing.theme import Theme


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
    """The whole help page of a rule, or of a number, as HTML in a theme's colours."""
    rule = in_use().rules.get(code)
    number = page_of(code) if rule is None else None
    if number is not None:
        return _number_html(number, look)
    if rule is None:
        words = NOTICES.get(code, "No help page belongs to this code.")
        return _sheet(look, f"<h2>{html.escape(code)}</h2><p>{html.escape(words)}</p>")
    grade = f"{rule_group(code)} · {rule.severity} · from stage {rule.stage} on"
    body = f"<h2>{html.escape(f'{code}  {rule.title}')}</h2><p class='quiet'>{grade}</p>"
    for name, words in rule.sections().items():
        content = source_html(words) if name == "Source" else _prose(words)
        body += f"<p class='head'>{name}</p>" + (f"<p>{content}</p>" if name == "Source" else content)
    return _sheet(look, body)


def _number_html(page: Page, look: Theme) -> str:
    body = f"<h2>{html.escape(page.title)}</h2>"
    for heading, words in page.sections.items():
        shown = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(words))
        body += f"<p class='head'>{html.escape(heading)}</p><p>{shown}</p>"
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
