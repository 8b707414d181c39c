"""What the coder knows of the world, as data: acts, actors, offices, places, calendar words, outlets.

The tables under ``data/`` are for people to read and extend; the modules here load them, check them, and say in one
sentence what is wrong with a row. Nothing in this package knows how a report is read.
"""
