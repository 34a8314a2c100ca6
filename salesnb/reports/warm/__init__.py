"""Warm kernels: a server that has everything imported forks a kernel for each report."""
