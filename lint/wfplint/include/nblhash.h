#ifndef WFPLINT_NBLHASH_H
#define WFPLINT_NBLHASH_H
#include "nbl_model.h"
#endif
