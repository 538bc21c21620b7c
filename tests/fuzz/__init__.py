"""Fuzzing: what must hold of every reader and of the code that reads numbers, labels and data, whatever it is given."""
