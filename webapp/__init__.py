"""The Tumen web application. Imports nothing heavy: ``python -m webapp`` must run before anything is installed."""
