"""The stages that read: each a room of its own, each a plain function `Reading -> Reading`."""
