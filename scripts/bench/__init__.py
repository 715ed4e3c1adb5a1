"""What the client costs its users, beside what they would use instead: `make bench`."""
