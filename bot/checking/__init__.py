"""Checks any text against the reports: each quotation, and each sentence that states a fact."""
