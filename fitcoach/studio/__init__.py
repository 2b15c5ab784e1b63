"""The mannequin studio: key poses of an exercise become sample poses and clips with known truth."""
