# Sourced by the scripts of the folder above: strict mode, the root of the project, and what they say to people.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Messages go to stderr; stdout is for what a script was asked for.
say() { printf '==> %s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

need_swift() {
    command -v swift >/dev/null 2>&1 || die "Swift 6.3 or newer is needed; see https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null)
    [[ $version =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] || die "cannot read the version of Swift from: $version"
    if ((BASH_REMATCH[1] < 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] < 3))); then
        die "Swift 6.3 or newer is needed; this is ${BASH_REMATCH[1]}.${BASH_REMATCH[2]}"
    fi
}

# build_commands CONFIGURATION: builds sesame, sesamed and payment-sandbox, and leaves their folder in BIN.
build_commands() {
    local product
    for product in sesamed sesame payment-sandbox; do
        say "building $product ($1); the first build takes some minutes"
        swift build --package-path "$ROOT" -c "$1" --product "$product" >&2
    done
    BIN=$(swift build --package-path "$ROOT" -c "$1" --show-bin-path)
}
