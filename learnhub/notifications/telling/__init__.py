"""What messages say, and how people choose among them."""
