#ifndef WFPLINT_NBLUSO_H
#define WFPLINT_NBLUSO_H
#include "nbl_model.h"
#endif
