#ifndef WFPLINT_FWPMU_H
#define WFPLINT_FWPMU_H
#include "fwpmk.h"
#endif
