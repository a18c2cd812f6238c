"""What an entry says: its names, ids, dates and fields, and the forms they must have."""
