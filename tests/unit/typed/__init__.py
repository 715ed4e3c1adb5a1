"""What type checkers make of the public calls."""
