"""The rebuild: fold the streams again and compare the outcome with the live projections."""
