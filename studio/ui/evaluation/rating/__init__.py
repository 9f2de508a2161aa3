"""Human evaluation: models’ answers read blind by people."""
