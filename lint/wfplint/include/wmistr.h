#ifndef WFPLINT_WMISTR_H
#define WFPLINT_WMISTR_H
#include "wdm.h"
#endif
