"""Cards: what a step wants people to see, as one HTML page a card."""
