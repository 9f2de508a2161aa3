"""What the next run will take, before it is started: by formula at once, by a trial when asked."""
