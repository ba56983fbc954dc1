// jemalloc takes over malloc by being linked; its control function is all that Swift calls.
#ifndef SESAME_CJEMALLOC_SHIM_H
#define SESAME_CJEMALLOC_SHIM_H
#include <jemalloc/jemalloc.h>
#endif
