"""Hand-written resources: subclasses of generated ones, and resources that no tag of the API has."""
