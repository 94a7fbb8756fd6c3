#!/usr/bin/env bash
# build-deb.sh PROGRAMS [FOLDER]: makes the packages draft and collab-server of the programs in the folder PROGRAMS, and puts
# them into FOLDER. DEBFULLNAME and DEBEMAIL name who makes them; SOURCE_DATE_EPOCH dates them.
set -euo pipefail

programs=$(realpath "$1")
folder=$(realpath -m "${2:-.}")
source=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

version=$("$programs/draft" --version)
if [ "$("$programs/collab-server" --version)" != "$version" ]; then
    echo "draft: the two programs are of different versions" >&2
    exit 1
fi
for program in draft collab-server; do
    if ldd "$programs/$program" | grep -i 'libswift\|libfoundation'; then
        echo "draft: $program needs the toolchain's libraries; make build makes one that does not" >&2
        exit 1
    fi
done
revision=$version-1
# The same sources make the same packages.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$source" log -1 --format=%ct 2>/dev/null || date +%s)}

# What belongs to which package stands in the names that scripts/install.sh has given.
trees=$work/debian
"$source/scripts/install.sh" "$programs" /usr "$trees/draft"
(cd "$trees/draft" && find . -type f -name '*collab-server*') | while read -r file; do
    install -d "$trees/collab-server/$(dirname "$file")"
    mv "$trees/draft/$file" "$trees/collab-server/$file"
done
find "$trees/draft" -type d -empty -delete

put() { install -D -m "$1" "$source/$2" "$trees/collab-server/$3"; }
put 644 deploy/systemd/collab-server.service lib/systemd/system/collab-server.service
put 640 deploy/debian/collab-server.conf etc/draft/collab-server.conf
put 644 deploy/nginx/draft.conf.template usr/share/doc/collab-server/examples/nginx.conf.template
for page in AUTH CONFIGURATION DEPLOYMENT OPERATIONS SECURITY; do
    put 644 docs/$page.md usr/share/doc/collab-server/$page.md
done
for script in postinst prerm postrm; do put 755 deploy/debian/collab-server.$script DEBIAN/$script; done
install -d "$trees/draft/DEBIAN"
echo /etc/draft/collab-server.conf > "$trees/collab-server/DEBIAN/conffiles"

cp "$source/deploy/debian/control" "$trees/control"
if [ -n "${DEBEMAIL:-}" ]; then
    sed -i "s/^Maintainer:.*/Maintainer: ${DEBFULLNAME:-draft} <$DEBEMAIL>/" "$trees/control"
fi
maintainer=$(sed -n 's/^Maintainer: //p' "$trees/control")
cat > "$trees/changelog" <<END
draft ($revision) unstable; urgency=medium

  * Version $version; changelog.gz beside this file says what is new.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
{
    echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
    echo
    echo 'Files: *'
    sed -n 's/^Copyright (c) /Copyright: /p' "$source/LICENSE"
    echo 'License: Expat'
    sed -n '/^Permission/,$ { s/^$/./; s/^/ /; p }' "$source/LICENSE"
} > "$work/copyright"

mkdir -p "$folder"
cd "$work"
for package in draft collab-server; do
    tree=$trees/$package
    documents=$tree/usr/share/doc/$package
    install -D -m 644 "$work/copyright" "$documents/copyright"
    gzip -9n < "$trees/changelog" > "$documents/changelog.Debian.gz"
    gzip -9n < "$source/CHANGELOG.md" > "$documents/changelog.gz"
    install -D -m 644 "$source/deploy/debian/$package.lintian-overrides" "$tree/usr/share/lintian/overrides/$package"
    # It is read by a shell, never run.
    sed -i '1{/^#!/d}' "$tree/usr/share/bash-completion/completions/$package"
    find "$tree/usr/share/man" -type f -exec gzip -9n {} +
    strip --strip-unneeded --remove-section=.comment --remove-section=.note "$tree/usr/bin/$package"
    dpkg-shlibdeps --warnings=1 -T"debian/$package.substvars" -e"$tree/usr/bin/$package"
    dpkg-gencontrol -p"$package" -T"debian/$package.substvars" -P"$tree" -n"$package.deb" -fdebian/files >/dev/null
    (cd "$tree" && find . -type f ! -path './DEBIAN/*' -printf '%P\n' | LC_ALL=C sort | xargs md5sum > DEBIAN/md5sums)
    find "$tree" -type d -exec chmod 755 {} +
    find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz --build "$tree" "$folder"
done
