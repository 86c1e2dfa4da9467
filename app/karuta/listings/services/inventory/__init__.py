"""Cards in photos, or those that were confirmed, as one list, in the forms in which shops take it."""
