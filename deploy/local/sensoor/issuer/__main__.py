"""`python -m sensoor.issuer`."""

from sensoor.issuer.app import main

main()
