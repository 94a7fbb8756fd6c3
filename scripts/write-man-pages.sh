#!/bin/sh
# write-man-pages.sh PROGRAMS [FOLDER]: writes the manual pages of the programs in the folder PROGRAMS.
set -eu

programs=$1
source=$(dirname "$0")
pages=$source/../docs/man
folder=${2:-$pages}
python3 "$source/settings-page.py" "$source/../docs/SETTINGS.md" > "$folder/draft-config.5"
for page in draft.1 collab-server.8; do
    help=$(mktemp)
    "$programs/${page%.*}" --experimental-dump-help > "$help"
    python3 "$source/man-page.py" "$pages/$page.in" < "$help" > "$folder/$page"
    rm "$help"
done
