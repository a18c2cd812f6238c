"""Background jobs, their runner and progress, and a pause of the garbage collector."""
