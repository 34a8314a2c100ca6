"""From notebooks to the files that readers get."""
