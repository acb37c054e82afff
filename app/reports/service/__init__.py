"""The annual report: its figures, its texts, what is chosen for it, its versions."""
