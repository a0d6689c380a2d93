#!/bin/sh
# Start FreeSWITCH with the configuration beside this file. What it may be told stands in README.md.
#
# Every value is checked before anything is started, and nothing is guessed: a mistake ends it with a sentence and status 78.
# Values become part of XML, of a URL and of FreeSWITCH's commands, so only characters that mean nothing there are taken.
set -eu
umask 077
# Sorting and classes of characters as in C: [A-Za-z] means those 52 and no others.
LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}
export LC_ALL PATH

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
conf=$here/conf
scripts=$(dirname -- "$here")/lua

fail() {
    printf 'freeswitch: %s\n' "$1" >&2
    exit 78
}

# check_port NAME VALUE
check_port() {
    case $2 in
        '' | 0* | *[!0-9]* | ??????*) fail "$1 must be a port from 1 to 65535, not \"$2\"." ;;
    esac
    [ "$2" -le 65535 ] || fail "$1 must be a port from 1 to 65535, not \"$2\"."
}

# read_secret NAME VALUE FILE: sets $secret. The value itself is never printed.
read_secret() {
    if [ -n "$2" ] && [ -n "$3" ]; then
        fail "set either $1 or $1_FILE, not both."
    elif [ -n "$3" ]; then
        if ! [ -f "$3" ] || ! [ -r "$3" ]; then
            fail "$1_FILE: cannot read $3."
        fi
        secret=$(head -n 1 -- "$3")
    else
        secret=$2
    fi
    [ -n "$secret" ] || fail "$1 is not set. Put a long random value into $1, or into a file named by $1_FILE."
    case $secret in
        *[!A-Za-z0-9_-]*) fail "$1 may only have letters, digits, - and _." ;;
    esac
    [ "${#secret}" -ge 32 ] || fail "$1 must have at least 32 characters."
}

# check_url NAME VALUE: http, this machine, a plain path. Nothing is encrypted on the way, so it may not leave.
check_url() {
    case $2 in
        http://127.0.0.1[:/]* | http://localhost[:/]* | 'http://[::1]'[:/]*) ;;
        *) fail "$1 must be a URL on loopback such as http://127.0.0.1:8000/fsapi, not \"$2\"." ;;
    esac
    rest=${2#http://}
    case $rest in
        '[::1]'*) rest=${rest#'[::1]'} ;;
        *) rest=${rest#"${rest%%[:/]*}"} ;;
    esac
    case $rest in
        :*)
            rest=${rest#:}
            check_port "the port of $1" "${rest%%/*}"
            ;;
    esac
    case $rest in
        */*) path=${rest#*/} ;;
        *) path='' ;;
    esac
    case $path in
        '' | *[!A-Za-z0-9_/.-]*) fail "$1 must name a path of letters, digits, /, ., - and _, such as /fsapi." ;;
    esac
}

# check_path NAME VALUE: FreeSWITCH reads $ and braces in paths, and shells read spaces.
check_path() {
    case $2 in
        /*) ;;
        *) fail "$1 must be an absolute path, not \"$2\"." ;;
    esac
    case $2 in
        *[!A-Za-z0-9_/.+@-]*) fail "$1 may only have letters, digits and / _ . + @ -, not \"$2\"." ;;
    esac
}

# make_private DIRECTORY: ours, and closed to everyone else.
make_private() {
    [ ! -h "$1" ] || fail "$1 is a link; the run directory and what is in it must be directories of their own."
    mkdir -p -- "$1" 2>/dev/null || fail "cannot make the directory $1."
    [ -n "$(find "$1" -prune -type d -user "$(id -u)" 2>/dev/null)" ] || fail "$1 is no directory of this user."
    chmod 0700 -- "$1" || fail "cannot close $1 to others."
}

# is_at_least_1_11_1 VERSION
is_at_least_1_11_1() {
    major=${1%%.*} rest=${1#*.}
    minor=${rest%%.*} patch=${rest#*.}
    [ "$major" -gt 1 ] && return
    [ "$major" -eq 1 ] || return 1
    [ "$minor" -gt 11 ] && return
    [ "$minor" -eq 11 ] && [ "$patch" -ge 1 ]
}

escape() {
    printf '%s' "$1" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g'
}

# write_variable NAME VALUE
write_variable() {
    printf '  <X-PRE-PROCESS cmd="set" data="%s=%s"/>\n' "$1" "$(escape "$2")"
}

binary=${FREESWITCH:-freeswitch}
modules=${FREESWITCH_MODULES:-}
directory=${FS_DIR:-}
verto_port=${FS_VERTO_PORT:-8081}
event_socket_port=${FS_EVENT_SOCKET_PORT:-8021}
fsapi_url=${FS_FSAPI_URL:-http://127.0.0.1:8000/fsapi}

[ -n "$directory" ] || fail "FS_DIR is not set. It names the directory for the log, the database and the secrets."
check_path FS_DIR "$directory"
check_path "the place of this file" "$here"
check_port FS_VERTO_PORT "$verto_port"
check_port FS_EVENT_SOCKET_PORT "$event_socket_port"
[ "$verto_port" -ne "$event_socket_port" ] || fail "FS_VERTO_PORT and FS_EVENT_SOCKET_PORT must differ."
check_url FS_FSAPI_URL "$fsapi_url"
read_secret FS_EVENT_SOCKET_PASSWORD "${FS_EVENT_SOCKET_PASSWORD:-}" "${FS_EVENT_SOCKET_PASSWORD_FILE:-}"
event_socket_password=$secret
read_secret FS_FSAPI_SECRET "${FS_FSAPI_SECRET:-}" "${FS_FSAPI_SECRET_FILE:-}"
fsapi_secret=$secret
[ "$event_socket_password" != "$fsapi_secret" ] || fail "FS_EVENT_SOCKET_PASSWORD and FS_FSAPI_SECRET must differ."

binary=$(command -v -- "$binary") || fail "there is no program ${FREESWITCH:-freeswitch}. FREESWITCH names it."
version=$("$binary" -version 2>/dev/null | sed -n 's/^FreeSWITCH version: \([0-9]\{1,4\}\.[0-9]\{1,4\}\.[0-9]\{1,4\}\).*/\1/p' | head -n 1)
[ -n "$version" ] || fail "$binary does not say which version of FreeSWITCH it is."
is_at_least_1_11_1 "$version" || fail "$binary is version $version; the oldest that is safe is 1.11.1."
[ -f "$conf/freeswitch.xml" ] || fail "$conf/freeswitch.xml is missing."
[ -d "$scripts" ] || fail "the scripts are missing: $scripts."
if [ -n "$modules" ]; then
    check_path FREESWITCH_MODULES "$modules"
    [ -d "$modules" ] || fail "FREESWITCH_MODULES: there is no directory $modules."
fi

make_private "$directory"
for name in cache certs db log other run storage temp; do
    make_private "$directory/$name"
done

# Written beside and moved, so that a start which is cut off leaves no half of it.
variables=$directory/run/variables.xml
rm -f -- "$variables.new"
{
    printf '<include>\n'
    write_variable verto_port "$verto_port"
    write_variable event_socket_port "$event_socket_port"
    write_variable event_socket_password "$event_socket_password"
    write_variable fsapi_url "$fsapi_url"
    write_variable fsapi_secret "$fsapi_secret"
    printf '</include>\n'
} >"$variables.new"
mv -f -- "$variables.new" "$variables"

# A memory dump would hold every secret. A shell that does not know this option says so to nobody.
# shellcheck disable=SC3045
ulimit -c 0 2>/dev/null || :
set -- "$binary" -nf -nc -np -nonat -nosql \
    -conf "$conf" -scripts "$scripts" ${modules:+-mod "$modules"} \
    -log "$directory/log" -db "$directory/db" -run "$directory/run" -temp "$directory/temp" \
    -certs "$directory/certs" -cache "$directory/cache" -storage "$directory/storage" -recordings "$directory/other" \
    -htdocs "$directory/other" -grammar "$directory/other" -sounds "$directory/other"
# FreeSWITCH and its scripts inherit no secrets, and neither proxies nor search paths of Lua that somebody else has set.
# MALLOC_*: mod_verto has a thread and some large blocks for each client. glibc would give many threads heaps of their own, and keep
# large blocks among small ones once they have been freed; where clients come and go, both grow for hours.
exec env -i PATH="$PATH" LC_ALL=C MALLOC_ARENA_MAX=4 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=262144 ${LD_LIBRARY_PATH:+"LD_LIBRARY_PATH=$LD_LIBRARY_PATH"} "$@"
