"""How rows are painted; delegates know roles and colours, and nothing of where rows come from."""
