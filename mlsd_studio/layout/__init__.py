"""Where things go: automatic arrangement, flow routes, alignment guides, boundary frames.

One idea: geometry is plain data in, plain data out. Nothing here knows the document, the catalogue or the
screen; callers turn the answers into changes.
"""
