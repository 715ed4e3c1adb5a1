"""Resources that know more than their definition: they extend the generated ones."""
