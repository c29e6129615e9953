"""Paints what is visible of a scene. The one idea: cards and labels are sprites, flows are paths kept per
scale, and each layer asks the scene only for what lies in the areas to be painted.
"""
