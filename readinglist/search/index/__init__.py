"""The inverted index: tokens, postings, typos, and the file it is kept in."""
