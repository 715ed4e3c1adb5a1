"""A probe of the live API: reads what is not documented, and writes it as facts and as options of the sandbox."""
