"""Join the workbooks of many satkers into one."""
