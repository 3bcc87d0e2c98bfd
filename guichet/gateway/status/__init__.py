"""`guichet status`: how Guichet is, for a person at a terminal; read from outside: it also tells what is down."""
