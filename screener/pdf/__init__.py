"""A summary on paper: fonts and styles from disk, never the network, the same bytes every time."""
