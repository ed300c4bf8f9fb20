"""The formats: a file each, named after what it makes."""
