"""The organisation: carries out what is planned for locations and institutions, on its day."""
