"""Bugs leave a trace here: in a file that names nobody, and in this process's memory. Mends nothing.

Known errors are told to whoever asked, in one sentence. Everything else that is written to one of Karuta's loggers as
an error is a bug of ours, with its traceback.
"""
