"""Learners' own work: numbers that each alone has, answers that are unusually alike, questions about their own code."""
