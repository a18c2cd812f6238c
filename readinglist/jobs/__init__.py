"""Long work: its progress, and the collector of garbage kept out of its way."""
