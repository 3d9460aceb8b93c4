"""The words of three languages: mended, translated, told apart."""
