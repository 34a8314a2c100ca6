"""Workbooks that are written for users: blank templates and checked copies."""
