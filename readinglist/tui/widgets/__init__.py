"""The widgets of the screens, which only read papers."""
