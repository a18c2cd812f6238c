"""The query language and its evaluation."""
