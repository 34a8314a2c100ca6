"""The sections about targets."""
