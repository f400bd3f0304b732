"""The forms of studying: settings, and the plain forms in which cards are answered."""
