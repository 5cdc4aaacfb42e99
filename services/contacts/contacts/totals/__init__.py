"""How much began in a closed month."""
