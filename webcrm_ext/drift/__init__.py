"""Drift: changes of the API since the client was generated, and what they mean for its users.

    python -m webcrm_ext.drift

compares the definition in the installed package with the live one.
"""
