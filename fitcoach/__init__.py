"""fitcoach watches a person exercise, counts the repetitions and keeps the record."""

__version__ = "0.1.0"
