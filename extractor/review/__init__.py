"""The workbench: a finished run to look at in a browser, and the decisions on what it found."""
