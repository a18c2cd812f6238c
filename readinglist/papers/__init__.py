"""Papers: records and their fields, which records are one work, changes and how they are taken back."""
