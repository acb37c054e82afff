"""What is done with accounts: one module for each notion."""
