"""The fields that a system sets up itself."""
