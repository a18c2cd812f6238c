"""The query language: parser, syntax tree and evaluation."""
