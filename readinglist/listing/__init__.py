"""The list without its widgets: views, order, marks and cursor."""
