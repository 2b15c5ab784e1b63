"""Calibrated cameras: from what each of them sees to one person in space."""
