#!/bin/sh
# write-man-pages.sh PROGRAMS [FOLDER]: writes the manual pages of the programs in the folder PROGRAMS.
set -eu

programs=$1
source=$(dirname "$0")
pages=$source/../docs/man
folder=${2:-$pages}
# Pages are put in place when all are made: a failure leaves the old ones.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$source/settings-page.py" "$source/../docs/SETTINGS.md" > "$work/draft-config.5"
for page in draft.1 collab-server.8; do
    "$programs/${page%.*}" --experimental-dump-help > "$work/help"
    python3 "$source/man-page.py" "$pages/$page.in" < "$work/help" > "$work/$page"
done
cp "$work"/*.[1-8] "$folder"
