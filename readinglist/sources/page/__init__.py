"""Pages of papers, copied as text or saved as HTML."""
