"""Facts and decisions about listings: what titles say, what photos show, what cards sell for."""
