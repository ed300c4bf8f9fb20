"""A static site of a run: documents with highlights, tables, timeline, pictures."""
