"""What makes the pages of the documentation that are made of the program itself: `make docs`."""
