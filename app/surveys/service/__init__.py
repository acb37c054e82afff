"""What is done with questionnaires, campaigns and results: one module for each notion."""
