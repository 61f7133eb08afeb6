"""The desk: a local web application over one record. Takes requests, asks the record's own functions, gives JSON and files.

`app.py` puts it together; `guard.py` stands before everything; the page it serves is built apart (`page/`)."""
