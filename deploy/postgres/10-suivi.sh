#!/bin/sh
# Lancé une fois, à la création de la base : le suivi des conversations du moteur a la sienne.
set -eu
createdb --username="$POSTGRES_USER" --owner="$POSTGRES_USER" suivi
