#define _GNU_SOURCE
#include "CStacks.h"
#include <dirent.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Atomic int sesame_stacks_fd = -1;
static _Atomic int sesame_stacks_done = 0;

static void sesame_stacks_handler(int number) {
    (void)number;
    void *frames[64];
    int fd = atomic_load(&sesame_stacks_fd);
    if (fd >= 0) backtrace_symbols_fd(frames, backtrace(frames, 64), fd);
    atomic_store(&sesame_stacks_done, 1);
}

void sesame_stacks_prepare(void) {
    void *frame[1];
    backtrace(frame, 1);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = sesame_stacks_handler;
    action.sa_flags = SA_RESTART;
    sigaction(SIGRTMIN + 5, &action, NULL);
}

void sesame_stacks_write(int fd) {
    atomic_store(&sesame_stacks_fd, fd);
    pid_t process = getpid(), self = (pid_t)syscall(SYS_gettid);
    DIR *folder = opendir("/proc/self/task");
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        pid_t thread = (pid_t)atoi(entry->d_name);
        if (thread <= 0 || thread == self) continue;
        char path[64], name[32] = "?";
        snprintf(path, sizeof path, "/proc/self/task/%d/comm", (int)thread);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            ssize_t count = read(file, name, sizeof name - 1);
            close(file);
            if (count > 0) name[name[count - 1] == '\n' ? count - 1 : count] = 0;
        }
        dprintf(fd, "thread %d %s:\n", (int)thread, name);
        atomic_store(&sesame_stacks_done, 0);
        if (syscall(SYS_tgkill, process, thread, SIGRTMIN + 5) != 0) continue;
        struct timespec pause = {0, 2000000};
        for (int tries = 0; tries < 100 && !atomic_load(&sesame_stacks_done); tries++) nanosleep(&pause, NULL);
        if (!atomic_load(&sesame_stacks_done)) dprintf(fd, "  does not answer\n");
    }
    closedir(folder);
}

static _Thread_local int sesame_thread_may_block = 0;

void sesame_thread_allow_blocking(void) { sesame_thread_may_block = 1; }

int sesame_thread_is_blocking_allowed(void) { return sesame_thread_may_block; }

void sesame_thread_name(const char *name) { prctl(PR_SET_NAME, name); }
