"""What an analyst does with a finished run: load it, make a panel of it, know what each number means."""
