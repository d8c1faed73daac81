"""What may still be done with a certificate that was issued: another in a new name, or revoking it."""
