#ifndef WFPLINT_NBLCHECKSUM_H
#define WFPLINT_NBLCHECKSUM_H
#include "nbl_model.h"
#endif
