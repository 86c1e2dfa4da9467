"""The listings' wing: titles, checks against photos, prices, supply and demand. It stands on the rooms, none on it."""
