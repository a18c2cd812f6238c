"""Settings: reading, validating and changing them, and addresses of services."""
