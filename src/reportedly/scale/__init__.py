"""Reading by the million: the same coder on an engine that spreads files over processes and machines."""
