"""Models: trained, compared, promoted, replayed."""
