"""Tools of this repository: regenerate the raw client, check it, and detect drift."""
