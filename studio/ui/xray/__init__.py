"""The X-ray: training rows token by token, and the check of all of them."""
