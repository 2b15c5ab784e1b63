"""What remains of a workout: journal, training log, history, exports."""
