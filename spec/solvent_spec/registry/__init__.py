"""The register of clauses, and the chapters that splice them."""
