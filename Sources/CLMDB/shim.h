#ifndef ORDERLEDGER_CLMDB_SHIM_H
#define ORDERLEDGER_CLMDB_SHIM_H
#include <lmdb.h>

/* glibc shows ppoll only to those who define _GNU_SOURCE, which the modules of Swift do not. The
   types are those of <poll.h>, <time.h> and <signal.h>, which Swift takes from its Glibc module. */
int ppoll(void *entries, unsigned long count, const void *limit, const void *mask);
#endif
