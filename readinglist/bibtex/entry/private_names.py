"""Names of the private fields, light enough for the command line's help."""

FIELDS = {
    "abstract": "the abstract",
    "keywords": "your tags, as keywords",
    "file": "where the PDF is, of imported entries",
    "note": "your note, as annote",
    "status": "read status and priority, in JabRef's words",
}
"""Field that is written only when asked for → its content."""
