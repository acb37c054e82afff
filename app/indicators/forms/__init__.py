"""Forms and words of the agents' file, and of figures that are typed."""
