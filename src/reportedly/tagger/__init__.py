"""The learned tagger: sources, cues and contents in a report, and which belong together."""
