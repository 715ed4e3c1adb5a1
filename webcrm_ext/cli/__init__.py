"""The command `webcrm`. Its modules load the client only when a command needs it."""
