"""What talks to Argo."""
