"""What reads lists of packages."""
