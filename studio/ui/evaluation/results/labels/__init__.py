"""What is seen of labels and of kinds of answer: what is taken for what, and from which probability on."""
