"""The casebook: many reports in one folder, what was read from them, and what links them."""
