#ifndef WFPLINT_WDMGUID_H
#define WFPLINT_WDMGUID_H
#include "guiddef.h"
#endif
