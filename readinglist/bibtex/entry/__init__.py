"""The content of an entry: names, ids, dates, fields, their interpretation and their valid forms."""
