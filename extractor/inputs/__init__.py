"""What is to be read: files and folders, what kind of thing each is, and its text."""
