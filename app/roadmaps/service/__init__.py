"""What is asked of the rows of roadmaps, and done to them."""
