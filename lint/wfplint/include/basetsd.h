#ifndef WFPLINT_BASETSD_H
#define WFPLINT_BASETSD_H
#include "ntdef.h"
#endif
