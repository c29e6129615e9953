"""Loading and saving, beside PyYAML's own C loader and dumper in the same run."""

from __future__ import annotations

import yaml

from bench_parts._tools import design, median_ms, row
from mlsd_studio.storage import reader_lines
from mlsd_studio.storage.files import load_text
from mlsd_studio.storage.writer import write

SIZES = (100, 1000, 10_000)


def rows() -> list[dict[str, object]]:
    """Per size: text to plain data with lines, text to document, document to text."""
    found = []
    for size in SIZES:
        document = design(size)
        text = write(document)
        plain = yaml.load(text, Loader=yaml.CSafeLoader)
        repeat = 7 if size <= 1000 else 3
        theirs = median_ms(lambda text=text: yaml.load(text, Loader=yaml.CSafeLoader), min(repeat, 3))
        ours = median_ms(lambda text=text: reader_lines.read(text), repeat)
        dumped = median_ms(
            lambda plain=plain: yaml.dump(plain, Dumper=yaml.CSafeDumper, sort_keys=False), min(repeat, 3)
        )
        goal = 0.2 if size == 1000 else None
        found += [
            row(f"parse with lines, {size} components (ratio to CSafeLoader)", ours, baseline=theirs,
                goal=goal, by_ratio=True),
            row(f"load to document, {size} components", median_ms(lambda text=text: load_text(text), repeat),
                baseline=theirs),
            row(f"write canonical, {size} components (baseline CSafeDumper)",
                median_ms(lambda document=document: write(document), repeat), baseline=dumped),
        ]  # fmt: skip
    return found
