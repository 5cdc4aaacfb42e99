"""The demo: two weeks of Sensoor, played through its public APIs and its bus."""
