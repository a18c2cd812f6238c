"""The store: makes changes durable and follows those of others.

Other rooms import `protocol` and `open`; `answers`, `consent` and `doctor`, which speak of a folder; and `frozen`.
"""
