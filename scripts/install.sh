#!/bin/sh
# install.sh PROGRAMS PREFIX [DESTDIR]: installs both programs from the folder PROGRAMS, with manual pages and completions.
set -eu

programs=$1
prefix=$2
root=${3:-}$prefix
source=$(dirname "$0")/..
# Through files: a program that fails must end the installation, which the end of a pipe would not.
completions=$(mktemp -d)
trap 'rm -rf "$completions"' EXIT

for program in draft collab-server; do
    for shell in bash zsh fish; do
        "$programs/$program" --generate-completion-script "$shell" > "$completions/$shell"
    done
    install -D -m 755 "$programs/$program" "$root/bin/$program"
    install -D -m 644 "$completions/bash" "$root/share/bash-completion/completions/$program"
    install -D -m 644 "$completions/zsh" "$root/share/zsh/site-functions/_$program"
    install -D -m 644 "$completions/fish" "$root/share/fish/vendor_completions.d/$program.fish"
done
for page in "$source"/docs/man/*.[1-8]; do
    install -D -m 644 "$page" "$root/share/man/man${page##*.}/$(basename "$page")"
done
