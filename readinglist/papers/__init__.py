"""Papers as works: which records are one, and what a paper made of several records says."""
