"""`python -m mlsd_studio.app` is `mlsd-studio`."""

from mlsd_studio.app import main

main()
