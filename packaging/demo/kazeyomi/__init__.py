"""Kazeyomi, a trading card game of our own, is drawn here: from seeds alone, without photographs or borrowed fonts."""
