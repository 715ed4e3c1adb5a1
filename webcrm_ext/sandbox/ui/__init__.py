"""Pages for a browser, under /_sandbox: records, requests, faults and clock, decisions."""
