# Sourced by the operators' scripts: finds `sesamed` and the data folder.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# operate SUBCOMMAND... -- ARGUMENTS...: becomes `sesamed SUBCOMMAND --data DIR ARGUMENTS`.
operate() {
    local subcommand=()
    while [[ $1 != -- ]]; do
        subcommand+=("$1")
        shift
    done
    shift
    local data=(--data "${SESAME_DATA:-$ROOT/data/demo}") argument
    for argument in "$@"; do
        [[ $argument != --data && $argument != --data=* ]] || data=()
    done
    exec "$(find_sesamed)" "${subcommand[@]}" ${data[@]+"${data[@]}"} "$@"
}

# The installed command, or the one built here; the build folder first, since it belongs to these scripts.
find_sesamed() {
    local built=$ROOT/.build/release/sesamed
    if [[ -x $built ]]; then
        printf '%s\n' "$built"
    else
        command -v sesamed || die "sesamed is not built yet; run: swift build -c release --product sesamed"
    fi
}
