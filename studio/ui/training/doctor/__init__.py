"""What the doctor says of the run in view: a line under the header, and a card for each finding."""
