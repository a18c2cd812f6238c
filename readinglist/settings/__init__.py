"""Settings, what is wrong in them, and the addresses of services."""
