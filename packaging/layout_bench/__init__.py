"""The layout engine beside elkjs and Graphviz: the same graphs, one judge."""
