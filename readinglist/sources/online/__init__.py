"""Services that are asked for papers."""
