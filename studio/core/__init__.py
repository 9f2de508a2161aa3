"""What things are: pure values without files, clock or unseeded chance."""
