"""The directory of offices: importing it, finding the right one for a commune, and saying when it is open."""
