"""What verify.sh checks of the rendered manifests itself; each check returns what is wrong."""
