"""How often cards are listed against how often they are looked for, and what is shown first."""
