"""The calls of other packages, answered by this engine: change an import and keep the program."""
