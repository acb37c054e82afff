"""Documents: spreadsheets in and out, PDF."""
