"""Models: trained, compared, promoted."""
