"""The page that checks listings: does the photo show what the title sells."""
