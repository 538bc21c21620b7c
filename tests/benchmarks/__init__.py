"""How fast and how large: beside a bare parse and pandas.read_html, on the same files in the same run."""
