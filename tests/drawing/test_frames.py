"""Frames follow what moves: they are as if made anew."""

from __future__ import annotations

import random

from mlsd_studio.drawing.frames import Frames
from mlsd_studio.layout.geometry import Rect
from mlsd_studio.model import Document
from mlsd_studio.model.records import Boundary, Component, Group, Placement


def test_frames_that_follow_are_as_frames_made_anew() -> None:
    for seed in range(40):
        dice = random.Random(seed)
        ids = [f"c{n}" for n in range(12)]
        boundaries = [
            Boundary(id="a", kind="zone", members=tuple(ids[:4])),
            Boundary(id="b", kind="zone", members=tuple(ids[4:7])),
            Boundary(id="empty", kind="zone", members=()),
            Boundary(id="outer", kind="region", members=("a", "b", ids[8])),
            Boundary(id="trust", kind="trust", members=("a", ids[9], ids[5])),
        ]
        group = Group(id="g", members=(ids[1], ids[10]))
        layout = {"b": Placement(0, 0, 300, 200), "empty": Placement(900, 900)}
        components = [Component(id=id, kind="app_server", name=id) for id in ids]
        document = Document([*components, *boundaries, group], layout)
        boxes = {id: Rect(dice.randrange(9) * 60, dice.randrange(9) * 40, 60, 40) for id in ids}
        frames = Frames(document, boxes)
        for _ in range(25):
            moved = dice.sample(ids, dice.choice((1, 1, 2, 4)))
            before = {id: boxes[id] for id in moved}
            old = dict(frames.rects)
            for id in moved:
                boxes[id] = boxes[id].moved(dice.randrange(-3, 4) * 30, dice.randrange(-3, 4) * 20)
            changed = frames.refresh(moved, before)
            anew = Frames(document, boxes).rects
            assert frames.rects == anew
            assert changed == {id for id in old if old[id] != anew[id]}
