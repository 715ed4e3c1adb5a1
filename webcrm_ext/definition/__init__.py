"""The API definition as data: how to download, read, upgrade and name it.

The drift check and the scripts that generate the client use it. In the wheel this folder also contains
the definition that the client was generated from.
"""
