"""The open set of quantities in context, and its scorer; the conventions stand in README.md."""
