"""The dashboard: what the coach sees, full-screen in the terminal."""
