"""The library under torture: kills, faults, power cuts, crowds and flipped bytes. `make torture` is the long run."""
