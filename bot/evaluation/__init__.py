"""Answers against test questions, as figures."""
