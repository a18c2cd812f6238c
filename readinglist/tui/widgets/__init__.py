"""What the screens are made of; widgets only read papers."""
