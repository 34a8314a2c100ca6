"""The sections of the reports: a session in, HTML out. What notebooks call, one function a section."""
