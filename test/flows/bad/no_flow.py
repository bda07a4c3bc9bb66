"""A script without a flow."""

print("nothing to run here")
