#ifndef WFPLINT_NDIS_NBLCHECKSUM_H
#define WFPLINT_NDIS_NBLCHECKSUM_H
#include "nbl_model.h"
#endif
