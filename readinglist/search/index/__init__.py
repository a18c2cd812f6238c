"""The inverted index: tokens, postings, typos, row table and cache file."""
