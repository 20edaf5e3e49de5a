#ifndef WFPLINT_CONCURRENCYSAL_H
#define WFPLINT_CONCURRENCYSAL_H
#include "sal.h"
#endif
