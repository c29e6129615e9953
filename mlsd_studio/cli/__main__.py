"""`python -m mlsd_studio.cli` is `mlsd`."""

from mlsd_studio.cli import main

main()
