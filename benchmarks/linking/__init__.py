"""Same-event linking measured: ECB+ (shared data) and the made-up week of `examples/week`."""
