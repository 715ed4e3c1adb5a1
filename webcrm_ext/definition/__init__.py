"""The API's definition as data: how it is had, read and named.

The scripts that generate the client stand on it, and so does the drift check, which works without them.

In the wheel this folder also holds the definition that the client was generated from.
"""
