"""Use cases that the app, the command line and other front ends share: typed requests in, typed results out."""
