// Names and marks threads, and writes the stacks of all threads of this process. A thread can only look at its own stack
// (backtrace(3)), so each is sent a signal whose handler writes; Swift has no handler that may run on a thread that is in the
// middle of anything.
#ifndef SESAME_CSTACKS_H
#define SESAME_CSTACKS_H

/// Loads what backtrace(3) loads at its first use, and takes the signal.
void sesame_stacks_prepare(void);

/// Writes a thread's name and stack, one thread after the other. One that does not answer within a fifth of a second
/// is said to be stuck in the kernel.
void sesame_stacks_write(int fd);

/// Marks the calling thread as one that may block.
void sesame_thread_allow_blocking(void);

/// Whether it was marked so.
int sesame_thread_is_blocking_allowed(void);

/// Names the calling thread, for debuggers and stacks; the first 15 bytes count.
void sesame_thread_name(const char *name);

#endif
