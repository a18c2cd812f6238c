"""Which records are one work: facts in one form, candidates, and the verdict."""
