"""Files of any kind: regular files only, atomic writes, locks, a cache."""
