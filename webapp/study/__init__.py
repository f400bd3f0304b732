"""Studying: today's queue, the study page with and without JavaScript, its API, and how a person studies."""
