"""What is done with campaigns: one module for each notion."""
