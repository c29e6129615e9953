"""Editors for the values of records: one for each type of value, whatever the field.

The one idea: an editor shows a value, or that it is not stated, or that several elements differ; when the user is
done it emits `committed(value)`, and while what stands there cannot be read it says why and keeps the old value.
"""
