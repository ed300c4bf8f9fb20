"""Findings -> Record: choose, give ids and boxes, link, check, validate.

`record.assemble` puts a record together, `schema` writes and checks it. Nothing is imported
here: to check a record must not cost what it takes to make one.
"""
