// What happens when a mapped file turns out shorter than it was, or its disk fails: the kernel sends SIGBUS to whoever
// touches the page. Only async-signal-safe calls are allowed then, which Swift code cannot promise, so the table of
// mappings and the handler are C. They are a target of their own and not inline functions of a header, because all
// object files have to share the one table.
#ifndef SESAME_CMAPPEDFAULTS_H
#define SESAME_CMAPPEDFAULTS_H
#include <stddef.h>

/// The exit code of a process whose mapped file failed: EX_IOERR of sysexits.h.
#define SESAME_FAULT_EXIT_CODE 74

/// The file that the handler leaves beside the mapped file that failed.
#define SESAME_FAULT_MARKER "FAULT"

/// Remembers a mapping, so that the handler can name its file. Returns its slot, or -1 where the table is full or the
/// path too long: then a fault is reported without the file's name.
int sesame_faults_add(const void *base, size_t length, const char *path);

/// Forgets a mapping.
void sesame_faults_remove(int slot);

/// Installs the handler. Returns 0, or -1 with errno.
int sesame_faults_install(void);

#endif
