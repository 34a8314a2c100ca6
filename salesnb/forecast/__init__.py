"""Where a period will end, why a target was missed or made, what is to be planned and done."""
