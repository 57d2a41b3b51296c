"""What the command line prints: the contract's JSON, and text for people."""
