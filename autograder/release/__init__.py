"""What students and other tools get of a lab: a folder, made whole or not at all."""
