"""What the black-box tests share: running the binary, signing in, reading FHIR, third-party data."""
