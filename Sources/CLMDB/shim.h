#ifndef ORDERLEDGER_CLMDB_SHIM_H
#define ORDERLEDGER_CLMDB_SHIM_H
#include <lmdb.h>
#endif
