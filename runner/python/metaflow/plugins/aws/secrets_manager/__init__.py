"""AWS Secrets Manager as a store of @secrets."""
