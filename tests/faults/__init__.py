"""Faults that the product must survive: processes killed at any moment, databases and disks that fail."""
