# Sourced after common.sh: the Debian packages that Sesame is built against.

# ICU cuts text, OpenCC knows Traditional from Simplified and Taiwan's words, Snowball stems English, SQLite keeps the market, jemalloc keeps memory together under load.
BUILD_PACKAGES=(libicu-dev libopencc-dev libstemmer-dev libsqlite3-dev libjemalloc-dev pkg-config)

# need_packages NAME...: installs those that are missing, and says which.
need_packages() {
    local missing=() name
    command -v dpkg-query >/dev/null 2>&1 ||
        die "this is no Debian system: install what corresponds to $* by hand, then run swift build"
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    ((${#missing[@]})) || return 0

    [[ $(id -u) == 0 ]] || die "run as root once, or install by hand: apt-get install ${missing[*]}"
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 </dev/null || die "apt-get update failed; is there a network?"
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 </dev/null ||
        die "apt-get could not install ${missing[*]}"
}

is_installed() {
    local status
    status=$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) || return 1
    [[ $status == installed ]]
}
