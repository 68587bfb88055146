#!/bin/sh
# Reads commands from standard input until its end: start.sh [GROUP]
cd "$(dirname "$0")" && exec node apps/console.mjs interactive "$@"
