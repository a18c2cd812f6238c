"""All benchmarks in one run: every figure stands beside a reference measured in the same run."""

from tests.bench import app, commands, search, store

for part in (store, commands, search, app):
    part.main()
    print()
