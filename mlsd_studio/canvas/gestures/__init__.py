"""What happens between press and release. The one idea: a gesture knows the start and the whole distance,
and says through a `Step` what the document should be; what it shows besides is a list of shapes.
"""
