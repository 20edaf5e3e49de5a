#ifndef WFPLINT_NO_SAL2_H
#define WFPLINT_NO_SAL2_H
#include "sal.h"
#endif
