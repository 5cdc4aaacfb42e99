"""The development issuer: OpenID Connect without passwords, for this machine. `sensoor issuer`."""
