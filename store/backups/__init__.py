"""A data folder in one file: written whole while others work, checked before it is put back."""
