"""What reaches AWS, with the libraries that the user has."""
