"""Test questions: what a file of them holds, read, checked and written."""
