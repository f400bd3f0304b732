"""Accounts: registering, logging in and out, passwords, e-mail, personal tokens, roles and the first administrator."""
