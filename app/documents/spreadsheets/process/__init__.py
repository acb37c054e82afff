"""Reading of spreadsheets, in a process of its own: what comes in is hostile until proved otherwise.

Nothing here imports the application. The process is given a file, limits on its memory and time,
and answers with plain tables of text, or with why the file is refused.
"""
