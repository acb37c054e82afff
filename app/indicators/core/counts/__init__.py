"""What is counted of agents: populations, the attributes that cross them, amounts; the sums of a
year, and which of them are withheld."""
