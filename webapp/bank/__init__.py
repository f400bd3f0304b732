"""The bank in the database: loaded from its files as a diff, exported, and (later) edited in the browser."""
