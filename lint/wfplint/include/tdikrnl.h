#ifndef WFPLINT_TDIKRNL_H
#define WFPLINT_TDIKRNL_H
#include "tdi.h"
#endif
