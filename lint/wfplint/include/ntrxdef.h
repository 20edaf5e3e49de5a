#ifndef WFPLINT_NTRXDEF_H
#define WFPLINT_NTRXDEF_H
#include "ntdef.h"
#endif
