"""What `make bench` runs: the production server, driven over HTTP from another process."""
