#define _GNU_SOURCE
#include "CMappedFaults.h"
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 2048, PATH_BYTES = 1000 };

/// `base` is published last and cleared first: a handler that runs meanwhile sees a whole entry or none.
typedef struct {
    _Atomic(uintptr_t) base;
    size_t length;
    char path[PATH_BYTES];
} Mapping;

static Mapping mappings[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int next_slot;

int sesame_faults_add(const void *base, size_t length, const char *path) {
    size_t bytes = strlen(path) + 1;
    if (base == NULL || bytes > PATH_BYTES) return -1;
    int found = -1;
    pthread_mutex_lock(&lock);
    for (int tried = 0; tried < SLOTS && found < 0; tried++) {
        int slot = next_slot;
        next_slot = (next_slot + 1) % SLOTS;
        if (atomic_load(&mappings[slot].base) != 0) continue;
        mappings[slot].length = length;
        memcpy(mappings[slot].path, path, bytes);
        atomic_store(&mappings[slot].base, (uintptr_t)base);
        found = slot;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

void sesame_faults_remove(int slot) {
    if (slot < 0 || slot >= SLOTS) return;
    atomic_store(&mappings[slot].base, 0);
}

// MARK: The handler: async-signal-safe calls only (signal-safety(7)).

/// Nothing where nobody reads: a pipe that takes no 4,096 bytes at once would hold up the end.
static void say(const char *text) {
    struct pollfd out = {STDERR_FILENO, POLLOUT, 0};
    if (poll(&out, 1, 0) != 1 || !(out.revents & POLLOUT)) return;
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

/// Leaves the marker beside the file, so that the next start does not open its index again.
static void mark(const char *path) {
    char marker[PATH_BYTES + sizeof SESAME_FAULT_MARKER];
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    memcpy(marker, path, folder);
    memcpy(marker + folder, SESAME_FAULT_MARKER, sizeof SESAME_FAULT_MARKER);
    int file = open(marker, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    ssize_t ignored = write(file, path, strlen(path));
    (void)ignored;
    fsync(file);
    close(file);
}

static void handle(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    uintptr_t address = (uintptr_t)info->si_addr;
    for (int slot = 0; slot < SLOTS; slot++) {
        uintptr_t base = atomic_load(&mappings[slot].base);
        if (base == 0 || address < base || address - base >= mappings[slot].length) continue;
        mark(mappings[slot].path);
        say("sesamed: cannot read the mapped file ");
        say(mappings[slot].path);
        say(": it was cut short, or its disk fails; this process ends, and the next start sets the index aside\n");
        _exit(SESAME_FAULT_EXIT_CODE);
    }
    // Not a file of an index: the usual end, with a core dump where they are on, when the instruction runs again.
    signal(SIGBUS, SIG_DFL);
}

int sesame_faults_install(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    return sigaction(SIGBUS, &action, NULL);
}
