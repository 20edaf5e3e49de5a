#ifndef WFPLINT_WINDEF_H
#define WFPLINT_WINDEF_H
#include "ntdef.h"
#endif
