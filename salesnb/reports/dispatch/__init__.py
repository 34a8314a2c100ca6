"""Reports made by other processes and machines, each sent as one piece of work through joblib."""
