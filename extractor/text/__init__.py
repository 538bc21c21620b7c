"""Pure functions on strings: normalisation, numerals, cell values, tokens. No files, no forms."""
