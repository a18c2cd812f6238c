"""Pages of papers, copied or saved."""
