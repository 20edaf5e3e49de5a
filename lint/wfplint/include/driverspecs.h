#ifndef WFPLINT_DRIVERSPECS_H
#define WFPLINT_DRIVERSPECS_H
#include "sal.h"
#endif
