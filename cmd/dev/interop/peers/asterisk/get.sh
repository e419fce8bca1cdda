#!/bin/sh
# get.sh DIR: Asterisk in a small Debian of its own (0.6 GB, about a minute). For root, on Debian or Ubuntu: Debian's
# stable release has no Asterisk, so it comes from unstable; Ubuntu's mirror has no unstable, Debian's own is asked.
set -eu
DIR=$1
MIRROR=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1 || true)
MIRROR=${MIRROR:-http://deb.debian.org/debian}
KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
rm -rf "$DIR"
debootstrap --variant=minbase $([ -e $KEYS ] && echo --keyring=$KEYS) sid "$DIR" "$MIRROR"
printf '#!/bin/sh\nexit 101\n' > "$DIR/usr/sbin/policy-rc.d" # no daemon starts while it is installed
chmod +x "$DIR/usr/sbin/policy-rc.d"
# The suite's Release file may be past its date on a mirror that stands still.
OPTIONS="-o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false"
chroot "$DIR" apt-get $OPTIONS update
DEBIAN_FRONTEND=noninteractive chroot "$DIR" apt-get $OPTIONS install -y --no-install-recommends asterisk asterisk-modules
chroot "$DIR" apt-get clean
chroot "$DIR" /usr/sbin/asterisk -V > "$DIR/installed" # last: what is half done is done again
