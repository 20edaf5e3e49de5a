#ifndef WFPLINT_NDIS_NBLHASH_H
#define WFPLINT_NDIS_NBLHASH_H
#include "nbl_model.h"
#endif
