"""One file for each question that an overlay answers; `live` keeps the answer true while the design is edited."""
