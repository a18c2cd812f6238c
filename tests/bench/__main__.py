"""All benchmarks in one run: every figure stands beside a reference measured in the same run."""

from tests.bench import app, bibtex, commands, search, store

for part in (store, commands, search, bibtex, app):
    part.main()
    print()
