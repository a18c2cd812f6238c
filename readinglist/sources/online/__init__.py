"""Online services: one HTTP client, and a module a service."""
