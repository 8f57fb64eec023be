"""What makes the learned parts of the package; not installed with it."""
