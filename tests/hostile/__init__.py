"""Inputs made to break the program, by class; each with what must come of it, in what time and memory."""
