"""Drift: what changed in the API since the client was generated, and what that means for those who use it.

    python -m webcrm_ext.drift

compares the definition in the installed package with the live one.
"""
