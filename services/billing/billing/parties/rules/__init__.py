"""Rules of parties: their codes and identifiers, what an invoice needs of them, versions."""
