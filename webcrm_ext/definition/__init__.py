"""The API definition as data: how to download, read, upgrade and name it.

The scripts that generate the client and the drift check use it. In the wheel this folder also holds
the definition that the client was generated from.
"""
