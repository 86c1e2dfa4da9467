"""Cards that are downloaded: which are to be had, a person's leave, and how far it is; no connection is opened here."""
