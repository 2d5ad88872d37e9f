"""What the answers mean: three-valued truth, paths, findings, pure."""
