"""What `make bench` measures: each figure beside a calibration loop or a floor of the same run."""
