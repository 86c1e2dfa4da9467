"""Bugs leave a trace here: in a file that names nobody, and in what this process knows of itself; mends nothing.

Known errors are a person's world and are said in a sentence to who asked. Whatever is written to a logger of Karuta as
an error is a bug: ours, with its traceback.
"""
