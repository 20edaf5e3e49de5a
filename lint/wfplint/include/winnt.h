#ifndef WFPLINT_WINNT_H
#define WFPLINT_WINNT_H
#include "ntdef.h"
#endif
