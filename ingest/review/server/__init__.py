"""The review page: a small local server, pages made on the server, little script."""
