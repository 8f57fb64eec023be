"""What comes in: from bytes and pages to reports, or to a word on why not."""
