"""What becomes of data: backups, checks, restores, erasure, the archive, how long things are kept."""
